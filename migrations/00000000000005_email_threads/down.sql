DROP TABLE clerk.email_html;
DROP TABLE clerk.email_thread;
