//! Calls about data sets.

use super::{Calls, PIECE, reply};
use crate::identity::{Identity, TenantScope};
use crate::names::{Kind, NO_TERM, is_date};
use crate::page;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::store::{NewDataset, Write};
use futures_util::stream::{self, BoxStream, StreamExt};
use kehou_domain::draft::Bureau;
use kehou_domain::fault::Fault;
use kehou_domain::validate::{Report, validate};
use kehou_format::memory;
use kehou_proto::v1::dataset_content::Content;
use kehou_proto::v1::dataset_service_server::DatasetService;
use kehou_proto::v1::{
    CreateDatasetRequest, CreateDatasetResponse, Dataset, DatasetContent, ExportDatasetRequest,
    ExportDatasetResponse, GetDatasetRequest, GetDatasetResponse, GetUploadRequest,
    GetUploadResponse, ListDatasetFaultsRequest, ListDatasetFaultsResponse, ListDatasetsRequest,
    ListDatasetsResponse, UploadedContent, ValidateDatasetRequest, ValidateDatasetResponse,
    WriteUploadRequest, WriteUploadResponse,
};
use sha2::{Digest, Sha256};
use tonic::{Request, Response, Status, async_trait};

/// Bytes of a piece of an upload.
const LARGEST_PIECE: usize = 1 << 20;
/// Findings told at once.
const MOST_FAULTS: usize = 1000;
/// Longest id of an upload.
const LONGEST_ID: usize = 64;

/// A data set that was read and looked at.
struct Looked {
    bureau: Bureau,
    report: Report,
}

#[async_trait]
impl DatasetService for Calls {
    async fn write_upload(
        &self,
        request: Request<WriteUploadRequest>,
    ) -> Result<Response<WriteUploadResponse>, Status> {
        reply(request, |who, asked| self.do_write_upload(who, asked)).await
    }

    async fn get_upload(
        &self,
        request: Request<GetUploadRequest>,
    ) -> Result<Response<GetUploadResponse>, Status> {
        reply(request, async |who, asked| {
            upload_id(&asked.upload_id)?;
            let mut tx = self.store.read(who.scope()).await?;
            let size = tx.upload_size(who.scope(), &asked.upload_id).await?;
            Ok(GetUploadResponse { size })
        })
        .await
    }

    async fn validate_dataset(
        &self,
        request: Request<ValidateDatasetRequest>,
    ) -> Result<Response<ValidateDatasetResponse>, Status> {
        reply(request, async |who, asked| {
            let looked = self.look(who.scope(), asked.content).await?;
            let mut faults = memory::report_to_wire(&looked.report).faults;
            faults.truncate(MOST_FAULTS);
            let errors = looked.report.errors().count() as i32;
            let warnings = looked.report.warnings().count() as i32;
            Ok(ValidateDatasetResponse { faults, errors, warnings })
        })
        .await
    }

    async fn create_dataset(
        &self,
        request: Request<CreateDatasetRequest>,
    ) -> Result<Response<CreateDatasetResponse>, Status> {
        reply(request, |who, asked| self.do_create_dataset(who, asked)).await
    }

    async fn get_dataset(
        &self,
        request: Request<GetDatasetRequest>,
    ) -> Result<Response<GetDatasetResponse>, Status> {
        reply(request, async |who, asked| {
            let id = Kind::Dataset.id(who.scope(), &asked.name, "name")?;
            let mut tx = self.store.read(who.scope()).await?;
            Ok(GetDatasetResponse { dataset: Some(tx.dataset(who.scope(), &id).await?) })
        })
        .await
    }

    async fn list_datasets(
        &self,
        request: Request<ListDatasetsRequest>,
    ) -> Result<Response<ListDatasetsResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            page::of_term(&asked.term)?;
            let pager = self.pager(who.scope(), &format!("datasets {}", asked.term));
            let before = pager.start(&asked.page_token, i64::MAX)?;
            let mut tx = self.store.read(who.scope()).await?;
            let rows = tx.datasets(who.scope(), &asked.term, before, size + 1).await?;
            let (datasets, next_page_token) = pager.page(rows, size);
            Ok(ListDatasetsResponse { datasets, next_page_token })
        })
        .await
    }

    async fn list_dataset_faults(
        &self,
        request: Request<ListDatasetFaultsRequest>,
    ) -> Result<Response<ListDatasetFaultsResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            let id = Kind::Dataset.id(who.scope(), &asked.name, "name")?;
            let pager = self.pager(who.scope(), &format!("faults {id}"));
            let from = pager.start(&asked.page_token, 0)?;
            let mut tx = self.store.read(who.scope()).await?;
            let report = tx.dataset_faults(who.scope(), &id).await?;
            let rest = (1..).zip(report.faults).skip(from.max(0) as usize);
            let (faults, next_page_token) =
                pager.page(rest.take(size as usize + 1).collect(), size);
            Ok(ListDatasetFaultsResponse { faults, next_page_token })
        })
        .await
    }

    type ExportDatasetStream = BoxStream<'static, Result<ExportDatasetResponse, Status>>;

    async fn export_dataset(
        &self,
        request: Request<ExportDatasetRequest>,
    ) -> Result<Response<Self::ExportDatasetStream>, Status> {
        reply(request, async |who, asked| {
            let id = Kind::Dataset.id(who.scope(), &asked.name, "name")?;
            let mut tx = self.store.record(&who, "ExportDataset").await?;
            let content = tx.tx().dataset_content(who.scope(), &id).await?;
            tx.finish(&asked.name, ()).await?;
            let pieces: Vec<_> = content
                .chunks(PIECE)
                .map(|data| Ok(ExportDatasetResponse { data: data.to_vec() }))
                .collect();
            Ok(stream::iter(pieces).boxed())
        })
        .await
    }
}

impl Calls {
    async fn do_write_upload(
        &self,
        who: Identity,
        asked: WriteUploadRequest,
    ) -> Result<WriteUploadResponse, Refusal> {
        self.open()?;
        upload_id(&asked.upload_id)?;
        if asked.data.is_empty() {
            return Err(Refusal::required("data"));
        }
        if asked.data.len() > LARGEST_PIECE {
            return Err(Refusal::field(Reason::MessageTooLarge, "data"));
        }
        let scope = who.scope();
        let mut tx = self.store.record(&who, "WriteUpload").await?;
        let size = tx.tx().upload_size(scope, &asked.upload_id).await?;
        if asked.offset != size {
            let there = tx.tx().upload_piece(scope, &asked.upload_id, asked.offset).await?;
            if there.as_deref() == Some(asked.data.as_slice()) {
                return Ok(WriteUploadResponse { size });
            }
            return Err(Refusal::field(Reason::UploadOffset, "offset").with("size", size));
        }
        let all = tx.tx().uploads_size(scope).await? + asked.data.len() as i64;
        if all > self.upload_most {
            return Err(Refusal::field(Reason::MessageTooLarge, "data"));
        }
        tx.add_piece(&asked.upload_id, asked.offset, &asked.data).await?;
        let size = size + asked.data.len() as i64;
        tx.finish("", WriteUploadResponse { size }).await
    }

    async fn do_create_dataset(
        &self,
        who: Identity,
        asked: CreateDatasetRequest,
    ) -> Result<CreateDatasetResponse, Refusal> {
        self.open()?;
        // Made before the store's turn to write is taken: that costs processor time only.
        let made = match self.look(who.scope(), asked.content.clone()).await {
            Ok(looked) => self.think(move || new_dataset(&looked.bureau, &looked.report)).await,
            Err(refusal) => Err(refusal),
        };
        let again = self.store.write(&who, "CreateDataset", &asked.request_id, &asked).await?;
        let mut tx = match again {
            Write::Again(earlier) => return Ok(earlier),
            Write::New(tx) => tx,
        };
        let dataset = tx.add_dataset(made?).await?;
        if let Some(Content::Upload(upload)) = asked.content.and_then(|content| content.content) {
            tx.drop_upload(&upload.upload_id).await?;
        }
        let name = dataset.name.clone();
        tx.finish(&name, CreateDatasetResponse { dataset: Some(dataset) }).await
    }

    /// Reads and validates a data set of the caller's school.
    async fn look(
        &self,
        scope: &TenantScope,
        content: Option<DatasetContent>,
    ) -> Result<Looked, Refusal> {
        let content = content.and_then(|content| content.content);
        let (bytes, is_json) = match content.ok_or_else(|| Refusal::required("content"))? {
            Content::Binary(bytes) => (bytes, false),
            Content::Json(text) => (text.into_bytes(), true),
            Content::Upload(upload) => (self.uploaded(scope, &upload).await?, upload.is_json),
        };
        let scope = scope.clone();
        self.think(move || look(&scope, &bytes, is_json)).await?
    }

    async fn uploaded(
        &self,
        scope: &TenantScope,
        upload: &UploadedContent,
    ) -> Result<Vec<u8>, Refusal> {
        upload_id(&upload.upload_id)?;
        let mut tx = self.store.read(scope).await?;
        let bytes = tx.upload(scope, &upload.upload_id).await?;
        if format!("{:x}", Sha256::digest(&bytes)) != upload.sha256.to_ascii_lowercase() {
            return Err(Refusal::field(Reason::UploadIncomplete, "content.upload.sha256"));
        }
        Ok(bytes)
    }
}

fn upload_id(id: &str) -> Result<(), Refusal> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if id.is_empty() {
        return Err(Refusal::required("upload_id"));
    }
    if id.len() > LONGEST_ID || !id.bytes().all(fits) {
        return Err(Refusal::invalid("upload_id"));
    }
    Ok(())
}

fn look(scope: &TenantScope, bytes: &[u8], is_json: bool) -> Result<Looked, Refusal> {
    let read =
        if is_json { memory::bureau_from_json(bytes) } else { memory::bureau_from_binary(bytes) };
    let bureau = read.map_err(|faults| {
        let faults: Vec<Fault> = faults.report().faults;
        Refusal::from(Reason::DatasetUnreadable).at_faults(faults.iter())
    })?;
    let own = bureau.schools.len() == 1 && bureau.schools[0].id == scope.school();
    if bureau.id != scope.bureau() || !own {
        return Err(Refusal::field(Reason::DatasetOfOtherSchool, "content"));
    }
    let report = validate(&bureau);
    match Refusal::of_personal_numbers(&report) {
        Some(refusal) => Err(refusal),
        None => Ok(Looked { bureau, report }),
    }
}

/// What is stored of a data set.
pub(super) fn new_dataset(bureau: &Bureau, report: &Report) -> NewDataset {
    let count = |of: fn(&kehou_domain::draft::School) -> usize| {
        bureau.schools.iter().map(of).sum::<usize>() as i32
    };
    let content = memory::bureau_to_binary(bureau);
    let term = bureau.term.as_ref();
    let first_day = term.map(|term| term.first_day.clone()).filter(|day| is_date(day));
    NewDataset {
        message: Dataset {
            name: String::new(),
            term: first_day.unwrap_or_else(|| NO_TERM.to_owned()),
            // As `kehou_format::digest` has it, without writing the form a second time.
            digest: format!("{:x}", Sha256::digest(&content)),
            students: count(|school| school.students.len()),
            staff: count(|school| school.staff.len()),
            activities: count(|school| school.activities.len()),
            errors: report.errors().count() as i32,
            warnings: report.warnings().count() as i32,
            create_time: None,
        },
        last_day: term.map(|term| term.last_day.clone()).filter(|d| is_date(d)).unwrap_or_default(),
        faults: memory::report_to_wire(report),
        content,
    }
}
