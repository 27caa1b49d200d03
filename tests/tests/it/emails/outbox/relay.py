"""A real SMTP server for the tests. Arguments: folder of cert.pem and key.pem, starttls or implicit.
Prints its port, then one line for each connection and each message."""
import asyncio, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult

folder, mode = sys.argv[1:]
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")


def say(text):
    print(text, flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never"):
            return "550 no such mailbox"
        if address.startswith("later"):
            return "451 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say(f"message {envelope.mail_from} {' '.join(envelope.rcpt_tos)} {len(envelope.content)}")
        return "250 OK queued as Q1"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"clerk" and data.password == b"secret"
    return AuthResult(success=good, handled=False)


def connection():
    say("connection")
    tls = {} if mode == "implicit" else {"tls_context": context, "require_starttls": True}
    return SMTP(Handler(), authenticator=authenticate, auth_required=True,
                auth_require_tls=mode != "implicit", hostname="localhost", **tls)


async def main():
    loop = asyncio.get_running_loop()
    wrapper = context if mode == "implicit" else None
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=wrapper)
    say(f"port {server.sockets[0].getsockname()[1]}")
    await server.serve_forever()

asyncio.run(main())
