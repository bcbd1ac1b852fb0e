//! The call that asks why.

use super::Calls;
use crate::identity::Identity;
use crate::names;
use crate::reason::Reason;
use crate::refusal::Refusal;
use kehou_domain::answer::Question;
use kehou_explain::NotThere;
use kehou_format::memory;
use kehou_proto::v1::explain_request::About;
use kehou_proto::v1::{ExplainRequest, ExplainResponse, Text};

impl Calls {
    pub(super) async fn do_explain(
        &self,
        who: Identity,
        asked: ExplainRequest,
    ) -> Result<ExplainResponse, Refusal> {
        let scope = who.scope();
        let question = question(asked.about)?;
        let id = names::revision_id(scope, &asked.revision, "revision")?;
        let mut tx = self.store.record(&who, "Explain").await?;
        let (_, dataset) = tx.tx().revision(scope, &id).await?;
        let content = tx.tx().dataset_content(scope, &dataset).await?;
        let plan = tx.tx().revision_body(scope, &id).await?.plan.unwrap_or_default();
        tx.finish(&asked.revision, ()).await?;
        let told = self.think(move || {
            let bureau = memory::bureau_from_binary(&content).map_err(|_| Reason::Internal)?;
            let plan = memory::plan_from_wire(plan);
            let school = bureau.schools.first().ok_or(Reason::Internal)?;
            let answer =
                kehou_explain::explain(&bureau, &plan, &school.id, &question).map_err(not_there)?;
            let lines = kehou_explain::words::lines(school, &answer);
            let lines = lines.into_iter().map(|line| Text { zh: line.zh, en: line.en });
            let answer = Some(memory::answer_to_wire(&answer));
            Ok(ExplainResponse { answer, lines: lines.collect() })
        });
        told.await?
    }
}

fn question(about: Option<About>) -> Result<Question, Refusal> {
    match about {
        Some(About::Student(id)) => Ok(Question::Student(id)),
        Some(About::Staff(id)) => Ok(Question::Staff(id)),
        Some(About::Section(id)) => Ok(Question::Section(id)),
        Some(About::Activity(id)) => Ok(Question::Activity(id)),
        Some(About::Shortfall(true)) => Ok(Question::Shortfall),
        Some(About::Shortfall(false)) | None => Err(Refusal::required("about")),
    }
}

fn not_there(what: NotThere) -> Refusal {
    let field = match what {
        NotThere::School => return Reason::Internal.into(),
        NotThere::Student => "student",
        NotThere::Staff => "staff",
        NotThere::Section => "section",
        NotThere::Activity => "activity",
    };
    Refusal::field(Reason::NotFound, field)
}
