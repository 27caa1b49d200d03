DROP TABLE clerk.login_event;
