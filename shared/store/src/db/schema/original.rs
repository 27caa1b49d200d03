//! The original's tables, as far as Clerk reads or writes them: names and types are the original's.

#![expect(missing_docs, reason = "the columns are described in docs/tables.md")]

diesel::table! {
    accounts_university (id) {
        id -> Int4,
        name -> Varchar,
    }
}

diesel::table! {
    auth_user (id) {
        id -> Int4,
        password -> Varchar,
        last_login -> Nullable<Timestamptz>,
        is_superuser -> Bool,
        username -> Varchar,
        first_name -> Varchar,
        last_name -> Varchar,
        email -> Varchar,
        is_staff -> Bool,
        is_active -> Bool,
        date_joined -> Timestamptz,
        is_intern -> Bool,
        ms_account_created_at -> Nullable<Timestamptz>,
        case_capacity -> Int4,
        university_id -> Nullable<Int4>,
        ms_account_initial_password -> Nullable<Text>,
    }
}

diesel::table! {
    auth_group (id) {
        id -> Int4,
        name -> Varchar,
    }
}

diesel::table! {
    auth_user_groups (id) {
        id -> Int4,
        user_id -> Int4,
        group_id -> Int4,
    }
}

diesel::table! {
    auditlog_logentry (id) {
        id -> Int4,
        object_pk -> Varchar,
        object_id -> Nullable<Int8>,
        object_repr -> Text,
        action -> Int2,
        changes -> Nullable<Jsonb>,
        timestamp -> Timestamptz,
        actor_id -> Nullable<Int4>,
        content_type_id -> Int4,
        additional_data -> Nullable<Jsonb>,
        serialized_data -> Nullable<Jsonb>,
        cid -> Nullable<Varchar>,
        changes_text -> Text,
        remote_port -> Nullable<Int4>,
        actor_email -> Nullable<Varchar>,
    }
}

diesel::table! {
    core_auditevent (id) {
        id -> Int4,
        log_entry_id -> Int4,
    }
}

diesel::table! {
    core_client (id) {
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        id -> Uuid,
        first_name -> Varchar,
        last_name -> Varchar,
        email -> Varchar,
        date_of_birth -> Nullable<Timestamptz>,
        phone_number -> Varchar,
        primary_language_non_english -> Bool,
        gender -> Nullable<Varchar>,
        is_aboriginal_or_torres_strait_islander -> Varchar,
        call_times -> Array<Varchar>,
        special_circumstances -> Array<Varchar>,
        legal_access_difficulties -> Array<Varchar>,
        number_of_dependents -> Nullable<Int4>,
        primary_language -> Varchar,
        notes -> Text,
        centrelink_support -> Bool,
        eligibility_circumstances -> Array<Varchar>,
        eligibility_notes -> Varchar,
        requires_interpreter -> Varchar,
        preferred_name -> Nullable<Varchar>,
        pronouns -> Varchar,
        contact_notes -> Text,
        contact_restriction -> Text,
    }
}

diesel::table! {
    core_documenttemplate (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        topic -> Varchar,
        file -> Varchar,
    }
}

diesel::table! {
    core_fileupload (id) {
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        id -> Uuid,
        file -> Varchar,
        issue_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    core_issue (id) {
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        id -> Uuid,
        topic -> Varchar,
        answers -> Nullable<Jsonb>,
        is_alert_sent -> Bool,
        is_case_sent -> Bool,
        client_id -> Uuid,
        fileref -> Varchar,
        provided_legal_services -> Bool,
        outcome_notes -> Text,
        outcome -> Nullable<Varchar>,
        stage -> Varchar,
        is_open -> Bool,
        actionstep_id -> Nullable<Int4>,
        paralegal_id -> Nullable<Int4>,
        is_sharepoint_set_up -> Bool,
        lawyer_id -> Nullable<Int4>,
        is_welcome_email_sent -> Bool,
        support_worker_id -> Nullable<Int4>,
        tenancy_id -> Int4,
        weekly_rent -> Nullable<Int4>,
        employment_status -> Array<Varchar>,
        weekly_income -> Nullable<Int4>,
        referrer -> Varchar,
        referrer_type -> Varchar,
        submission_id -> Nullable<Uuid>,
        annual_income_range -> Varchar,
    }
}

diesel::table! {
    core_issuedate (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        #[sql_name = "type"]
        type_ -> Varchar,
        date -> Date,
        notes -> Text,
        is_reviewed -> Bool,
        issue_id -> Uuid,
        hearing_location -> Text,
        hearing_type -> Varchar,
    }
}

diesel::table! {
    core_issueevent (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        prev_is_open -> Nullable<Bool>,
        next_is_open -> Nullable<Bool>,
        prev_stage -> Nullable<Varchar>,
        next_stage -> Nullable<Varchar>,
        actionstep_id -> Nullable<Int4>,
        issue_id -> Uuid,
        next_user_id -> Nullable<Int4>,
        prev_user_id -> Nullable<Int4>,
        event_type -> Varchar,
    }
}

diesel::table! {
    core_issuenote (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        note_type -> Varchar,
        text -> Varchar,
        event -> Nullable<Timestamptz>,
        creator_id -> Nullable<Int4>,
        issue_id -> Uuid,
        actionstep_id -> Nullable<Int4>,
        content_type_id -> Nullable<Int4>,
        object_id -> Nullable<Int4>,
    }
}

diesel::table! {
    core_person (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        full_name -> Varchar,
        email -> Varchar,
        address -> Varchar,
        phone_number -> Varchar,
        support_contact_preferences -> Varchar,
    }
}

diesel::table! {
    core_service (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        category -> Varchar,
        #[sql_name = "type"]
        type_ -> Varchar,
        started_at -> Date,
        notes -> Nullable<Text>,
        count -> Int4,
        finished_at -> Nullable<Date>,
        issue_id -> Uuid,
        is_deleted -> Bool,
    }
}

diesel::table! {
    core_serviceevent (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        event_type -> Varchar,
        service_at_event -> Jsonb,
        service_id -> Int4,
        user_id -> Int4,
    }
}

diesel::table! {
    core_submission (id) {
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        id -> Uuid,
        answers -> Jsonb,
        is_complete -> Bool,
        is_processed -> Bool,
        is_reminder_sent -> Bool,
    }
}

diesel::table! {
    core_tenancy (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        address -> Varchar,
        started -> Nullable<Timestamptz>,
        is_on_lease -> Varchar,
        agent_id -> Nullable<Int4>,
        landlord_id -> Nullable<Int4>,
        postcode -> Nullable<Varchar>,
        suburb -> Nullable<Varchar>,
        rental_circumstances -> Varchar,
    }
}

diesel::table! {
    django_content_type (id) {
        id -> Int4,
        app_label -> Varchar,
        model -> Varchar,
    }
}

diesel::table! {
    django_session (session_key) {
        session_key -> Varchar,
        session_data -> Text,
        expire_date -> Timestamptz,
    }
}

diesel::table! {
    emails_email (id) {
        id -> Int4,
        subject -> Varchar,
        state -> Varchar,
        text -> Text,
        created_at -> Timestamptz,
        cc_addresses -> Array<Varchar>,
        from_address -> Varchar,
        issue_id -> Nullable<Uuid>,
        received_data -> Nullable<Jsonb>,
        sender_id -> Nullable<Int4>,
        to_address -> Varchar,
        html -> Text,
        actionstep_id -> Nullable<Int4>,
        processed_at -> Nullable<Timestamptz>,
        is_alert_sent -> Bool,
        sendgrid_id -> Varchar,
        thread_name -> Varchar,
        received_data_hash -> Nullable<Varchar>,
    }
}

diesel::table! {
    emails_emailattachment (id) {
        id -> Int4,
        file -> Varchar,
        content_type -> Varchar,
        created_at -> Timestamptz,
        email_id -> Nullable<Int4>,
        actionstep_id -> Nullable<Int4>,
        sharepoint_state -> Varchar,
    }
}

diesel::table! {
    emails_emailtemplate (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        name -> Varchar,
        topic -> Varchar,
        text -> Text,
        subject -> Varchar,
    }
}

diesel::table! {
    notify_notification (id) {
        id -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        topic -> Varchar,
        event -> Varchar,
        channel -> Varchar,
        target -> Varchar,
        raw_text -> Text,
        name -> Varchar,
        event_stage -> Varchar,
        message_text -> Text,
    }
}

diesel::table! {
    office_closure (id) {
        id -> Int8,
        created_at -> Timestamptz,
        close_date -> Date,
        reopen_date -> Date,
        call_audio -> Nullable<Varchar>,
        template_id -> Int8,
    }
}

diesel::table! {
    office_closuretemplate (id) {
        id -> Int8,
        created_at -> Timestamptz,
        call_text -> Text,
        email_html -> Text,
        notice_html -> Text,
    }
}

diesel::table! {
    slack_slackchannel (id) {
        id -> Int4,
        name -> Varchar,
        webhook_url -> Varchar,
    }
}

diesel::table! {
    slack_slackmessage (id) {
        id -> Int4,
        slug -> Varchar,
        channel_id -> Int4,
    }
}

diesel::table! {
    slack_slackmessage_users (id) {
        id -> Int4,
        slackmessage_id -> Int4,
        slackuser_id -> Int4,
    }
}

diesel::table! {
    slack_slackuser (id) {
        id -> Int4,
        name -> Varchar,
        slack_id -> Varchar,
    }
}

diesel::table! {
    social_auth_usersocialauth (id) {
        id -> Int8,
        provider -> Varchar,
        uid -> Varchar,
        user_id -> Int4,
        created -> Timestamptz,
        modified -> Timestamptz,
        extra_data -> Jsonb,
    }
}

diesel::joinable!(auth_user -> accounts_university (university_id));
diesel::joinable!(auth_user_groups -> auth_group (group_id));
diesel::joinable!(auth_user_groups -> auth_user (user_id));
diesel::joinable!(auditlog_logentry -> auth_user (actor_id));
diesel::joinable!(auditlog_logentry -> django_content_type (content_type_id));
diesel::joinable!(core_auditevent -> auditlog_logentry (log_entry_id));
diesel::joinable!(core_fileupload -> core_issue (issue_id));
diesel::joinable!(core_issue -> core_client (client_id));
diesel::joinable!(core_issue -> core_submission (submission_id));
diesel::joinable!(core_issue -> core_person (support_worker_id));
diesel::joinable!(core_issue -> core_tenancy (tenancy_id));
diesel::joinable!(core_issuedate -> core_issue (issue_id));
diesel::joinable!(core_issueevent -> core_issue (issue_id));
diesel::joinable!(core_issuenote -> django_content_type (content_type_id));
diesel::joinable!(core_issuenote -> auth_user (creator_id));
diesel::joinable!(core_issuenote -> core_issue (issue_id));
diesel::joinable!(core_service -> core_issue (issue_id));
diesel::joinable!(core_serviceevent -> core_service (service_id));
diesel::joinable!(core_serviceevent -> auth_user (user_id));
diesel::joinable!(emails_email -> core_issue (issue_id));
diesel::joinable!(emails_email -> auth_user (sender_id));
diesel::joinable!(emails_emailattachment -> emails_email (email_id));
diesel::joinable!(office_closure -> office_closuretemplate (template_id));
diesel::joinable!(slack_slackmessage -> slack_slackchannel (channel_id));
diesel::joinable!(slack_slackmessage_users -> slack_slackmessage (slackmessage_id));
diesel::joinable!(slack_slackmessage_users -> slack_slackuser (slackuser_id));
diesel::joinable!(social_auth_usersocialauth -> auth_user (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts_university,
    auth_user,
    auth_group,
    auth_user_groups,
    auditlog_logentry,
    core_auditevent,
    core_client,
    core_documenttemplate,
    core_fileupload,
    core_issue,
    core_issuedate,
    core_issueevent,
    core_issuenote,
    core_person,
    core_service,
    core_serviceevent,
    core_submission,
    core_tenancy,
    django_content_type,
    django_session,
    emails_email,
    emails_emailattachment,
    emails_emailtemplate,
    notify_notification,
    office_closure,
    office_closuretemplate,
    slack_slackchannel,
    slack_slackmessage,
    slack_slackmessage_users,
    slack_slackuser,
    social_auth_usersocialauth,
);
