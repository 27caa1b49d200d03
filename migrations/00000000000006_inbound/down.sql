DROP TABLE clerk.email_attachment_cid;
DROP TABLE clerk.inbound_message;
