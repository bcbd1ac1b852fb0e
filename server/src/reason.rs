//! Every reason for which a call is refused or a job fails: a fixed word, its gRPC code, and what
//! it means in both languages. Clients decide by the word; the texts may change.

use tonic::Code;

/// Why a call is refused or a job failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No credential came with the call.
    CredentialMissing,
    /// The credential is not valid here.
    CredentialInvalid,
    /// The role of the caller does not allow the call.
    PermissionMissing,
    /// No such thing, or not the caller's.
    NotFound,
    /// The service has no such method.
    MethodUnknown,
    /// The message is not of the schema.
    MessageMalformed,
    /// The message is larger than allowed.
    MessageTooLarge,
    /// A field is not set.
    FieldRequired,
    /// A field holds a value that is not allowed.
    FieldInvalid,
    /// The request id was used for another call.
    RequestIdReused,
    /// The page token is not of this list.
    PageTokenInvalid,
    /// The data set cannot be read.
    DatasetUnreadable,
    /// The data set is not of the caller's school alone.
    DatasetOfOtherSchool,
    /// The data hold what looks like a number of a person.
    PersonalNumberSuspected,
    /// The data set has errors.
    DatasetHasErrors,
    /// The piece does not follow what is there.
    UploadOffset,
    /// The upload is not whole or not what was meant.
    UploadIncomplete,
    /// The thing has changed since it was read.
    EtagStale,
    /// The plan is put away.
    PlanArchived,
    /// The plan breaks hard rules.
    PlanBreaksRules,
    /// The plan belongs to other data.
    DataDiffer,
    /// No legal plan was found after the changes.
    ReplanFailed,
    /// Jobs of the term are not done.
    TermHasActiveJobs,
    /// No school of the bureau has a data set that can be planned.
    NoSchoolHasData,
    /// What the bureau handed in does not go together with the schools' data.
    BureauDataHasErrors,
    /// The loan does not stand so that this can be done with it.
    LoanState,
    /// Too many calls in a short time.
    RateLimited,
    /// Too many jobs wait.
    QueueFull,
    /// No room on the disk.
    StoreFull,
    /// The store cannot answer now.
    StoreBusy,
    /// The store failed to write; the server takes no more writes.
    StoreStopped,
    /// The server is about to stop.
    Draining,
    /// The call took longer than it may.
    CallTooLong,
    /// A fault of the server.
    Internal,
    /// The worker process ended without a result, time after time.
    WorkerDied,
    /// The worker process gave no sign of life, time after time.
    WorkerSilent,
    /// The worker process did not stop in time, time after time.
    WorkerOverTime,
    /// The independent check refused the plan, time after time.
    CheckRefused,
}

/// What there is to know about a reason.
#[derive(Clone, Copy, Debug)]
pub struct Info {
    /// The reason.
    pub reason: Reason,
    /// The fixed word.
    pub word: &'static str,
    /// The gRPC code.
    pub code: Code,
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

const fn info(
    reason: Reason,
    word: &'static str,
    code: Code,
    zh: &'static str,
    en: &'static str,
) -> Info {
    Info { reason, word, code, zh, en }
}

/// The catalogue, in the order of the enum.
pub const REASONS: [Info; 38] = [
    info(
        Reason::CredentialMissing,
        "CREDENTIAL_MISSING",
        Code::Unauthenticated,
        "请求没有携带凭证；请附上令牌或客户端证书",
        "the call carries no credential; send a token or a client certificate",
    ),
    info(
        Reason::CredentialInvalid,
        "CREDENTIAL_INVALID",
        Code::Unauthenticated,
        "凭证无效或已过期；请重新取得",
        "the credential is not valid or has expired; get a new one",
    ),
    info(
        Reason::PermissionMissing,
        "PERMISSION_MISSING",
        Code::PermissionDenied,
        "您的角色不允许此操作；请找有权限的同事办理",
        "your role does not allow this; ask a colleague who may",
    ),
    info(
        Reason::NotFound,
        "NOT_FOUND",
        Code::NotFound,
        "找不到所指的对象；请核对名称",
        "there is no such thing; check the name",
    ),
    info(
        Reason::MethodUnknown,
        "METHOD_UNKNOWN",
        Code::Unimplemented,
        "服务没有此方法；请核对方法名或升级",
        "the service has no such method; check its name or upgrade",
    ),
    info(
        Reason::MessageMalformed,
        "MESSAGE_MALFORMED",
        Code::InvalidArgument,
        "报文无法解析；请按接口定义重新生成",
        "the message cannot be read; produce it by the schema",
    ),
    info(
        Reason::MessageTooLarge,
        "MESSAGE_TOO_LARGE",
        Code::InvalidArgument,
        "报文超过上限；请分块上传",
        "the message is larger than allowed; upload it in pieces",
    ),
    info(
        Reason::FieldRequired,
        "FIELD_REQUIRED",
        Code::InvalidArgument,
        "缺少必填字段；请补上",
        "a required field is missing; set it",
    ),
    info(
        Reason::FieldInvalid,
        "FIELD_INVALID",
        Code::InvalidArgument,
        "字段的值不允许；请按字段说明改正",
        "the value of a field is not allowed; mend it as its description says",
    ),
    info(
        Reason::RequestIdReused,
        "REQUEST_ID_REUSED",
        Code::InvalidArgument,
        "request_id 已用于另一请求；请换一个",
        "the request_id was used for another call; take a new one",
    ),
    info(
        Reason::PageTokenInvalid,
        "PAGE_TOKEN_INVALID",
        Code::InvalidArgument,
        "page_token 不属于此列表；请从第一页重新开始",
        "the page_token is not of this list; begin again with the first page",
    ),
    info(
        Reason::DatasetUnreadable,
        "DATASET_UNREADABLE",
        Code::InvalidArgument,
        "数据无法读取；请改正所列之处",
        "the data set cannot be read; mend the places listed",
    ),
    info(
        Reason::DatasetOfOtherSchool,
        "DATASET_OF_OTHER_SCHOOL",
        Code::InvalidArgument,
        "数据须恰好包含凭证所属的一所学校",
        "the data set must hold the school of the credential and no other",
    ),
    info(
        Reason::PersonalNumberSuspected,
        "PERSONAL_NUMBER_SUSPECTED",
        Code::InvalidArgument,
        "数据中疑似含有身份证号或手机号；请在所列之处改用编号",
        "the data seem to hold identity-card or mobile numbers; use references at the places listed",
    ),
    info(
        Reason::DatasetHasErrors,
        "DATASET_HAS_ERRORS",
        Code::FailedPrecondition,
        "数据有错误，不能编排；请查看校验报告并改正",
        "the data set has errors, nothing is planned on it; read its report and mend it",
    ),
    info(
        Reason::UploadOffset,
        "UPLOAD_OFFSET",
        Code::FailedPrecondition,
        "该分块与已有内容不衔接；请从已存的字节数继续",
        "the piece does not follow what is there; go on from the bytes stored",
    ),
    info(
        Reason::UploadIncomplete,
        "UPLOAD_INCOMPLETE",
        Code::FailedPrecondition,
        "上传内容不完整或摘要不符；请重新上传",
        "the upload is not whole or has another digest; upload it again",
    ),
    info(
        Reason::EtagStale,
        "ETAG_STALE",
        Code::Aborted,
        "该对象在您读取之后已被改动；请重新读取后再试",
        "it has changed since you read it; read it again, then retry",
    ),
    info(
        Reason::PlanArchived,
        "PLAN_ARCHIVED",
        Code::FailedPrecondition,
        "方案已归档，不能再改动",
        "the plan is archived and cannot be changed",
    ),
    info(
        Reason::PlanBreaksRules,
        "PLAN_BREAKS_RULES",
        Code::FailedPrecondition,
        "方案违反硬性规则，未保存；请先评估并改正",
        "the plan breaks hard rules and was not stored; evaluate and mend it first",
    ),
    info(
        Reason::DataDiffer,
        "DATA_DIFFER",
        Code::FailedPrecondition,
        "两者所依据的数据不同",
        "the two are for different data",
    ),
    info(
        Reason::ReplanFailed,
        "REPLAN_FAILED",
        Code::FailedPrecondition,
        "变动后无法在原方案上调整出合规方案，原方案未改动；请检查变动、放宽变动上限，或重新编排",
        "the plan could not be put right after the changes and is untouched; look at the changes, \
         allow more disturbance, or plan anew",
    ),
    info(
        Reason::TermHasActiveJobs,
        "TERM_HAS_ACTIVE_JOBS",
        Code::FailedPrecondition,
        "该学期仍有未完成的任务；请先取消或等待",
        "jobs of the term are not done; cancel them or wait",
    ),
    info(
        Reason::NoSchoolHasData,
        "NO_SCHOOL_HAS_DATA",
        Code::FailedPrecondition,
        "该学期尚无学校提交无错误的数据；请先由学校提交",
        "no school has a data set without errors for the term; schools hand theirs in first",
    ),
    info(
        Reason::BureauDataHasErrors,
        "BUREAU_DATA_HAS_ERRORS",
        Code::FailedPrecondition,
        "教育局数据与各校数据合在一起有错误；请改正所列之处",
        "the bureau's data together with the schools' have errors; mend the places listed",
    ),
    info(
        Reason::LoanState,
        "LOAN_STATE",
        Code::FailedPrecondition,
        "支援当前的状态不允许此操作；请重新读取后查看",
        "the loan does not stand so that this can be done; read it again",
    ),
    info(
        Reason::RateLimited,
        "RATE_LIMITED",
        Code::ResourceExhausted,
        "请求过于频繁；请稍后再试",
        "too many calls; try again in a moment",
    ),
    info(
        Reason::QueueFull,
        "QUEUE_FULL",
        Code::ResourceExhausted,
        "排队的任务已达上限；请等其中一些完成",
        "as many of your jobs wait as may; wait for some to end",
    ),
    info(
        Reason::StoreFull,
        "STORE_FULL",
        Code::ResourceExhausted,
        "服务器磁盘空间不足，未保存；请稍后再试",
        "the server's disk is full, nothing was stored; try again later",
    ),
    info(
        Reason::StoreBusy,
        "STORE_BUSY",
        Code::Unavailable,
        "存储暂时不可用；请稍后再试",
        "the store cannot answer now; try again in a moment",
    ),
    info(
        Reason::StoreStopped,
        "STORE_STOPPED",
        Code::Unavailable,
        "存储写入失败，服务器已停止写入；请联系管理员",
        "the store failed to write and the server takes no more writes; tell its operator",
    ),
    info(
        Reason::Draining,
        "DRAINING",
        Code::Unavailable,
        "服务器即将停止；请稍后再试",
        "the server is about to stop; try again in a moment",
    ),
    info(
        Reason::CallTooLong,
        "CALL_TOO_LONG",
        Code::DeadlineExceeded,
        "请求处理超时；请稍后用同一 request_id 再试",
        "the call took longer than it may; try again later with the same request_id",
    ),
    info(
        Reason::Internal,
        "INTERNAL",
        Code::Internal,
        "服务器内部错误；请联系管理员",
        "a fault of the server; tell its operator",
    ),
    info(
        Reason::WorkerDied,
        "WORKER_DIED",
        Code::Internal,
        "编排进程多次意外终止（可能内存不足）；请缩小数据或联系管理员",
        "the planning process died several times (perhaps out of memory); use less data or tell \
         the operator",
    ),
    info(
        Reason::WorkerSilent,
        "WORKER_SILENT",
        Code::Internal,
        "编排进程多次失去响应；请联系管理员",
        "the planning process went silent several times; tell the operator",
    ),
    info(
        Reason::WorkerOverTime,
        "WORKER_OVER_TIME",
        Code::Internal,
        "编排进程多次到时未停；请联系管理员",
        "the planning process did not stop in time, several times; tell the operator",
    ),
    info(
        Reason::CheckRefused,
        "CHECK_REFUSED",
        Code::Internal,
        "独立核验多次不通过，未保存方案；这是 Kehou 的错误，请联系管理员",
        "the independent check refused the plan several times and nothing was stored; this is a \
         fault of Kehou, tell the operator",
    ),
];

impl Reason {
    /// What there is to know about it.
    pub const fn info(self) -> Info {
        REASONS[self as usize]
    }
    /// The reason of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        REASONS.iter().find(|info| info.word == word).map(|info| info.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::REASONS;
    use std::collections::BTreeSet;

    #[test]
    fn the_catalogue_is_in_order_and_complete() {
        for (at, info) in REASONS.iter().enumerate() {
            assert_eq!(info.reason as usize, at, "{}", info.word);
            assert!(
                info.word.len() <= 63
                    && info.word.chars().all(|c| c == '_' || c.is_ascii_uppercase())
            );
            assert!(!info.zh.is_empty() && !info.en.is_empty());
        }
        let words: BTreeSet<&str> = REASONS.iter().map(|info| info.word).collect();
        assert_eq!(words.len(), REASONS.len());
    }
}
