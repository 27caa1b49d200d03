//! Clerk's own tables, in the schema `clerk`. The original neither knows nor touches them.

#![expect(missing_docs, reason = "the columns are described in docs/tables.md")]

diesel::table! {
    clerk.job (id) {
        id -> Int8,
        queue -> Text,
        payload -> Jsonb,
        state -> Text,
        priority -> Int2,
        run_at -> Timestamptz,
        attempts -> Int4,
        max_attempts -> Int4,
        deaths -> Int4,
        worker -> Nullable<Text>,
        last_error -> Nullable<Text>,
        unique_key -> Nullable<Text>,
        created_at -> Timestamptz,
        started_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
        origin -> Nullable<Uuid>,
    }
}

diesel::table! {
    clerk.worker (name) {
        name -> Text,
        started_at -> Timestamptz,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    clerk.schedule (name) {
        name -> Text,
        last_slot -> Timestamptz,
    }
}

diesel::table! {
    clerk.email_attempt (id) {
        id -> Uuid,
        email_id -> Int4,
        state -> Text,
        provider_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        retry_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        alerted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    clerk.email_stuck (email_id) {
        email_id -> Int4,
        noticed_at -> Timestamptz,
        alerted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    clerk.login_event (id) {
        id -> Int8,
        at -> Timestamptz,
        kind -> Text,
        method -> Nullable<Text>,
        user_id -> Nullable<Int4>,
        account_hash -> Nullable<Text>,
        address -> Text,
        network -> Text,
    }
}

diesel::table! {
    clerk.submission_failure (submission_id) {
        submission_id -> Uuid,
        reason -> Text,
        failed_at -> Timestamptz,
        attempts -> Int4,
    }
}

diesel::table! {
    clerk.email_thread (email_id) {
        email_id -> Int4,
        message_id -> Nullable<Text>,
        in_reply_to -> Nullable<Text>,
        thread_references -> Array<Text>,
        saved_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    clerk.inbound_message (id) {
        id -> Uuid,
        received_at -> Timestamptz,
        content_type -> Text,
        sha256 -> Text,
        size -> Int8,
        body -> Nullable<Bytea>,
        storage_key -> Nullable<Text>,
        state -> Text,
        data_hash -> Nullable<Text>,
        reason -> Nullable<Text>,
        email_id -> Nullable<Int4>,
        case_id -> Nullable<Uuid>,
        from_address -> Nullable<Text>,
        recipients -> Nullable<Text>,
        subject -> Nullable<Text>,
        preview -> Nullable<Text>,
        attachments -> Nullable<Int4>,
        alerted_at -> Nullable<Timestamptz>,
        handled_by -> Nullable<Int4>,
        handled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    clerk.email_html (email_id) {
        email_id -> Int4,
        source -> Text,
        html -> Text,
    }
}

diesel::table! {
    clerk.email_attachment_cid (attachment_id) {
        attachment_id -> Int4,
        content_id -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(email_attempt, email_event);

diesel::table! {
    clerk.email_event (id) {
        id -> Int8,
        sg_event_id -> Text,
        kind -> Text,
        at -> Timestamptz,
        recipient -> Text,
        reason -> Nullable<Text>,
        attempt_id -> Nullable<Uuid>,
        provider_id -> Text,
        email_id -> Nullable<Int4>,
        received_at -> Timestamptz,
    }
}
