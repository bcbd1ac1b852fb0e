//! Tokens: JSON Web Tokens signed with a key of the key file (a JWK set), which is read again when
//! it changes, so that keys rotate without a restart. A small site makes keys and tokens with
//! `kehou-server key` and `kehou-server token`.

use crate::identity::Identity;
use crate::reason::Reason;
use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// Seconds by which clocks may differ.
const LEEWAY: u64 = 30;

/// Algorithms accepted: signatures with a public key only.
const ALGORITHMS: [Algorithm; 4] =
    [Algorithm::EdDSA, Algorithm::ES256, Algorithm::ES384, Algorithm::RS256];

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Who.
    pub sub: String,
    /// For which service.
    pub aud: String,
    /// Issued, seconds since 1970.
    pub iat: u64,
    /// Valid until, seconds since 1970.
    pub exp: u64,
    /// Id of the bureau.
    pub bureau: String,
    /// Id of the school; empty for staff of the bureau.
    #[serde(default)]
    pub school: String,
    /// Words of the roles.
    pub roles: Vec<String>,
}

/// The keys tokens may be signed with.
pub struct Keys {
    file: PathBuf,
    audience: String,
    longest: Duration,
    read: Mutex<Read>,
}

struct Read {
    changed: Option<SystemTime>,
    keys: BTreeMap<String, (Jwk, DecodingKey)>,
}

impl Keys {
    /// Reads the key file.
    pub fn open(file: &Path, audience: &str, longest: Duration) -> Result<Self> {
        let read = read(file)?;
        Ok(Self {
            file: file.to_owned(),
            audience: audience.to_owned(),
            longest,
            read: Mutex::new(read),
        })
    }

    /// The identity a token proves.
    pub fn identity(&self, token: &str) -> Result<Identity, Reason> {
        let refused = Reason::CredentialInvalid;
        let header = jsonwebtoken::decode_header(token).map_err(|_| refused)?;
        let (kid, algorithm) = (header.kid.ok_or(refused)?, header.alg);
        let key = self.key(&kid).ok_or(refused)?;
        if !ALGORITHMS.contains(&algorithm) {
            return Err(refused);
        }
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY;
        let claims =
            jsonwebtoken::decode::<Claims>(token, &key, &validation).map_err(|_| refused)?.claims;
        if claims.exp.saturating_sub(claims.iat) > self.longest.as_secs() {
            return Err(refused);
        }
        Identity::new(&claims.bureau, &claims.school, &claims.sub, &claims.roles).ok_or(refused)
    }

    fn key(&self, kid: &str) -> Option<DecodingKey> {
        let mut held = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = changed(&self.file);
        if changed.is_some() && changed != held.changed {
            // A file half written is not believed; the keys at hand stay until it is whole.
            if let Ok(new) = read(&self.file) {
                *held = new;
            }
        }
        held.keys.get(kid).map(|(_, key)| key.clone())
    }
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}

fn read(file: &Path) -> Result<Read> {
    let changed = changed(file);
    let text = fs::read(file).with_context(|| format!("key file {}", file.display()))?;
    let set: JwkSet = serde_json::from_slice(&text)
        .with_context(|| format!("key file {} is no JWK set", file.display()))?;
    let mut keys = BTreeMap::new();
    for jwk in set.keys {
        let Some(kid) = jwk.common.key_id.clone() else {
            bail!("key file {}: a key has no kid", file.display());
        };
        let key = DecodingKey::from_jwk(&jwk)
            .with_context(|| format!("key file {}: key {kid}", file.display()))?;
        keys.insert(kid, (jwk, key));
    }
    Ok(Read { changed, keys })
}

/// Makes a signing key: the private half into a new file, the public half added to the key file.
pub fn new_key(private: &Path, key_file: &Path) -> Result<String> {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new())
        .map_err(|_| anyhow::anyhow!("no random numbers"))?;
    let pair = Ed25519KeyPair::from_pkcs8(document.as_ref())
        .map_err(|_| anyhow::anyhow!("the new key cannot be read"))?;
    let kid = crate::names::new_id()[..12].to_owned();
    let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    let mut set = match fs::read(key_file) {
        Ok(text) => serde_json::from_slice(&text)?,
        Err(_) => serde_json::json!({ "keys": [] }),
    };
    let key = serde_json::json!({
        "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": public,
    });
    set["keys"].as_array_mut().context("the key file is no JWK set")?.push(key);
    let secret = serde_json::json!({ "kid": kid, "pkcs8": URL_SAFE_NO_PAD.encode(&document) });
    write_secret(private, secret.to_string().as_bytes())?;
    fs::write(key_file, format!("{set:#}\n"))
        .with_context(|| format!("cannot write {}", key_file.display()))?;
    Ok(kid)
}

fn write_secret(file: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let mut opened = options.open(file).with_context(|| format!("new file {}", file.display()))?;
    opened.write_all(bytes).with_context(|| format!("cannot write {}", file.display()))
}

#[derive(Deserialize)]
struct Secret {
    kid: String,
    pkcs8: String,
}

/// Signs a token with the private half of a key.
pub fn sign(private: &Path, claims: &Claims) -> Result<String> {
    let text = fs::read(private).with_context(|| format!("{}", private.display()))?;
    let secret: Secret = serde_json::from_slice(&text).context("no private key of kehou-server")?;
    let key = EncodingKey::from_ed_der(&URL_SAFE_NO_PAD.decode(secret.pkcs8)?);
    let header = Header { kid: Some(secret.kid), ..Header::new(Algorithm::EdDSA) };
    Ok(jsonwebtoken::encode(&header, claims, &key)?)
}

#[cfg(test)]
mod tests {
    use super::{Claims, Keys, new_key, sign};
    use crate::reason::Reason;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use std::time::Duration;

    fn claims() -> Claims {
        let now = (crate::time::now_ms() / 1000) as u64;
        Claims {
            sub: "li.lei".into(),
            aud: "kehou".into(),
            iat: now,
            exp: now + 600,
            bureau: "b".into(),
            school: "s".into(),
            roles: vec!["planner".into()],
        }
    }

    #[test]
    fn tokens_are_believed_only_when_everything_fits() {
        let folder = tempfile::tempdir().unwrap();
        let (private, file) = (folder.path().join("a.key"), folder.path().join("keys.json"));
        new_key(&private, &file).unwrap();
        let keys = Keys::open(&file, "kehou", Duration::from_mins(15)).unwrap();
        let good = sign(&private, &claims()).unwrap();
        assert!(keys.identity(&good).is_ok());
        let now = claims().iat;
        let wrong = [
            Claims { aud: "other".into(), ..claims() },
            Claims { iat: now - 1200, exp: now - 600, ..claims() },
            Claims { exp: now + 86_400, ..claims() },
            Claims { bureau: String::new(), ..claims() },
        ];
        for claims in wrong {
            let token = sign(&private, &claims).unwrap();
            assert_eq!(keys.identity(&token), Err(Reason::CredentialInvalid), "{claims:?}");
        }
        let parts: Vec<&str> = good.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","kid":"x"}"#);
        let symmetric = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","kid":"x"}"#);
        for forged in [
            format!("{none}.{}.", parts[1]),
            format!("{symmetric}.{}.{}", parts[1], parts[2]),
            format!("{}.{}.{}", parts[0], parts[1], &parts[2][1..]),
            "garbage".to_owned(),
        ] {
            assert_eq!(keys.identity(&forged), Err(Reason::CredentialInvalid));
        }
    }

    #[test]
    fn keys_rotate_without_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        new_key(&path("old"), &path("keys.json")).unwrap();
        let keys = Keys::open(&path("keys.json"), "kehou", Duration::from_mins(15)).unwrap();
        let old = sign(&path("old"), &claims()).unwrap();
        std::fs::remove_file(path("keys.json")).unwrap();
        new_key(&path("new"), &path("keys.json")).unwrap();
        let future = std::time::SystemTime::now() + Duration::from_secs(5);
        let file = std::fs::File::options().append(true).open(path("keys.json")).unwrap();
        file.set_modified(future).unwrap();
        let new = sign(&path("new"), &claims()).unwrap();
        assert!(keys.identity(&new).is_ok());
        assert!(keys.identity(&old).is_err());
    }
}
