//! Pages of lists. A token says where the next page begins; it is sealed for its caller and list, so
//! that nobody can make one or use it elsewhere.

use crate::identity::TenantScope;
use crate::names;
use crate::reason::Reason;
use crate::refusal::Refusal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Entries of a page unless asked otherwise.
const USUAL: i64 = 100;
/// Most entries of a page.
const MOST: i64 = 1000;

/// A list as a caller asks for it.
pub struct Pager<'a> {
    secret: &'a [u8],
    list: String,
}

impl<'a> Pager<'a> {
    /// `list` names the list and its filter.
    pub fn new(secret: &'a [u8], scope: &TenantScope, list: &str) -> Self {
        Self { secret, list: format!("{}\n{}\n{list}", scope.bureau(), scope.school()) }
    }

    /// Where the page begins, `first` without a token.
    pub fn start(&self, token: &str, first: i64) -> Result<i64, Refusal> {
        if token.is_empty() {
            return Ok(first);
        }
        let wrong = || Refusal::field(Reason::PageTokenInvalid, "page_token");
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| wrong())?;
        let (position, seal) = bytes.split_first_chunk::<8>().ok_or_else(wrong)?;
        let position = i64::from_be_bytes(*position);
        self.mac(position).verify_slice(seal).map_err(|_| wrong())?;
        Ok(position)
    }

    /// The token of the page that begins there.
    pub fn token(&self, position: i64) -> String {
        let mut bytes = position.to_be_bytes().to_vec();
        bytes.extend(self.mac(position).finalize().into_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Entries of a page, and the token of the next when there may be more. One entry more than the
    /// page holds was asked for.
    pub fn page<M>(&self, mut rows: Vec<(i64, M)>, size: i64) -> (Vec<M>, String) {
        let more = rows.len() as i64 > size;
        rows.truncate(size as usize);
        let last = rows.last().map_or(0, |row| row.0);
        let token = if more { self.token(last) } else { String::new() };
        (rows.into_iter().map(|row| row.1).collect(), token)
    }

    fn mac(&self, position: i64) -> Hmac<Sha256> {
        // A key of any length is taken.
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret)
            .unwrap_or_else(|_| Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default()));
        mac.update(self.list.as_bytes());
        mac.update(&position.to_be_bytes());
        mac
    }
}

/// Entries of a page as asked for.
pub fn size(asked: i32) -> Result<i64, Refusal> {
    match i64::from(asked) {
        0 => Ok(USUAL),
        size @ 1..=MOST => Ok(size),
        _ => Err(Refusal::invalid("page_size")),
    }
}

/// Accepts the term a list is asked for; empty: all.
pub fn of_term(term: &str) -> Result<(), Refusal> {
    if term.is_empty() { Ok(()) } else { names::term(term, "term") }
}

#[cfg(test)]
mod tests {
    use super::Pager;
    use crate::identity::TenantScope;

    fn scope(school: &str) -> TenantScope {
        TenantScope::of_row("b".into(), school.into())
    }

    #[test]
    fn a_token_is_good_for_its_caller_and_list_only() {
        let pager = Pager::new(b"secret", &scope("a"), "jobs");
        let token = pager.token(17);
        assert_eq!(pager.start(&token, 0), Ok(17));
        for other in [
            Pager::new(b"secret", &scope("c"), "jobs"),
            Pager::new(b"secret", &scope("a"), "plans"),
            Pager::new(b"other", &scope("a"), "jobs"),
        ] {
            assert!(other.start(&token, 0).is_err());
        }
        assert!(pager.start("AAAAAAAAAAA", 0).is_err());
        assert!(pager.start("%", 0).is_err());
    }
}
