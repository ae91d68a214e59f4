"""A real SMTP server on loopback for SmtpTransportTests: aiosmtpd, told by its arguments how to behave. Says its port, then every mail, as JSON lines."""
import argparse
import asyncio
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

args = argparse.ArgumentParser()
args.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
args.add_argument("--certificate")
args.add_argument("--user")
args.add_argument("--password")
args.add_argument("--answers", default="", help="what to say to the first mails, separated by |; 'die' hangs up without an answer, 'hang' never answers")
args = args.parse_args()
answers = args.answers.split("|") if args.answers else []


def say(what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        answer = answers.pop(0) if answers else "250 OK"
        say({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "text": envelope.content.decode("utf-8"), "answer": answer,
            "secure": session.ssl is not None or args.tls == "implicit", "authenticated": bool(session.authenticated),
        })
        if answer == "die":
            server.transport.abort()
        if answer == "hang":
            await asyncio.sleep(3600)
        return answer


def authenticate(server, session, envelope, mechanism, data):
    ok = (data.login.decode(), data.password.decode()) == (args.user, args.password)
    return AuthResult(success=ok, handled=ok is True)


async def main():
    context = None
    if args.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(args.certificate)
    options = {"hostname": "localhost", "enable_SMTPUTF8": True}
    if args.tls == "starttls":
        options["tls_context"] = context
    if args.user:
        options |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": args.tls == "starttls"}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), **options), "127.0.0.1", 0, ssl=context if args.tls == "implicit" else None)
    say({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


asyncio.run(main())
