//! What balance runs need of the schools' data sets, and what is kept of what they find. Schools'
//! rows are read here for the server's own work; the bureau's transactions never see them.

use super::datasets::Page;
use super::transaction::school_turn;
use super::{ReadTx, Sight, Store, column, decoded, scoped};
use crate::identity::TenantScope;
use crate::names::Kind;
use crate::reason::Reason;
use crate::refusal::Refusal;
use kehou_proto::v1;
use prost::Message;
use std::collections::BTreeMap;

/// What a balance run found, without any row of a pupil.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Figures of the schools.
    pub summaries: Vec<v1::SchoolSummary>,
    /// Loans to be proposed.
    pub loans: Vec<v1::StoredLoan>,
}

impl Store {
    /// Every school that ever handed something in, by id, with its latest data set without errors
    /// for a term, if it has one.
    pub async fn latest_data(
        &self,
        bureau: &TenantScope,
        term: &str,
    ) -> Result<Vec<v1::BalanceSchool>, Refusal> {
        let mut tx = self.begin(Sight::Server, false).await?;
        let rows = scoped(
            "SELECT school, CASE WHEN term = $3 AND errors = 0 THEN id ELSE '' END AS id
             FROM datasets WHERE bureau = $1 AND school <> $2 ORDER BY seq",
            bureau,
        )
        .bind(term)
        .fetch_all(tx.raw())
        .await
        .map_err(tx.refusal())?;
        let mut latest: BTreeMap<String, String> = BTreeMap::new();
        for row in &rows {
            let (school, id): (String, String) = (column(row, "school")?, column(row, "id")?);
            let dataset = latest.entry(school).or_default();
            if !id.is_empty() {
                *dataset = id;
            }
        }
        let named = |(school, id): (String, String)| {
            let name = Kind::Dataset.name(&school, &id);
            v1::BalanceSchool { school, dataset: if id.is_empty() { id } else { name } }
        };
        Ok(latest.into_iter().map(named).collect())
    }

    /// Contents of schools' data sets that are still there.
    pub async fn school_contents(
        &self,
        bureau: &TenantScope,
        schools: &[v1::BalanceSchool],
    ) -> Result<Vec<Vec<u8>>, Refusal> {
        self.begin(Sight::Server, false).await?.school_contents(bureau, schools).await
    }
}

impl ReadTx<'_> {
    pub(super) async fn school_contents(
        &mut self,
        bureau: &TenantScope,
        schools: &[v1::BalanceSchool],
    ) -> Result<Vec<Vec<u8>>, Refusal> {
        let mut contents = Vec::new();
        for one in schools.iter().filter(|one| !one.dataset.is_empty()) {
            let school = bureau.at_school(&one.school);
            let id = Kind::Dataset.id(&school, &one.dataset, "dataset")?;
            match self.dataset_content(&school, &id).await {
                Ok(content) => contents.push(content),
                Err(refusal) if refusal.reason == Reason::NotFound => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(contents)
    }

    /// Stores what a run found; the names of its loans. Of a school whose data set was erased
    /// meanwhile no figures are kept.
    pub(super) async fn add_findings(
        &mut self,
        store: &Store,
        bureau: &TenantScope,
        run: (&str, &v1::BalanceRun),
        found: Findings,
    ) -> Result<Vec<String>, Refusal> {
        let (name, balance) = run;
        for summary in found.summaries {
            let school = bureau.at_school(&summary.school);
            // Its own erasure waits, or is over.
            school_turn(store, self, &school).await?;
            let of = |one: &&v1::BalanceSchool| one.school == summary.school;
            let taken = balance.schools.iter().find(of).cloned().unwrap_or_default();
            let id = Kind::Dataset.id(&school, &taken.dataset, "dataset")?;
            match self.dataset(&school, &id).await {
                Ok(_) => self.add_summary(&school, name, &summary).await?,
                Err(refusal) if refusal.reason == Reason::NotFound => {}
                Err(refusal) => return Err(refusal),
            }
        }
        let mut names = Vec::new();
        for loan in found.loans {
            let loan = v1::StoredLoan { run: name.to_owned(), ..loan };
            names.push(self.add_loan(bureau, loan).await?.name);
        }
        Ok(names)
    }

    async fn add_summary(
        &mut self,
        school: &TenantScope,
        run: &str,
        summary: &v1::SchoolSummary,
    ) -> Result<(), Refusal> {
        scoped(
            "INSERT INTO balance_summaries (bureau, school, run, term, message)
             VALUES ($1, $2, $3, $4, $5)",
            school,
        )
        .bind(run)
        .bind(&summary.term)
        .bind(summary.encode_to_vec())
        .execute(self.raw())
        .await
        .map_err(self.refusal())?;
        Ok(())
    }

    /// Figures of a run's schools after a position.
    pub async fn balance_summaries(
        &mut self,
        bureau: &TenantScope,
        run: &str,
        after: i64,
        most: i64,
    ) -> Result<Page<v1::SchoolSummary>, Refusal> {
        let rows = sqlx::query(
            "SELECT seq, message FROM balance_summaries
             WHERE bureau = $1 AND run = $2 AND seq > $3 ORDER BY seq LIMIT $4",
        )
        .bind(bureau.bureau())
        .bind(run)
        .bind(after)
        .bind(most)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        rows.iter().map(|row| Ok((column(row, "seq")?, decoded(row, "message")?))).collect()
    }
}
