"""pyrad as a NAS: PAP, CHAP, a wrong password, a session's three records. One JSON object a line for each answer, whose authenticator pyrad has checked."""
import hashlib
import json
import os
import sys

from pyrad import packet
from pyrad.client import Client
from pyrad.dictionary import Dictionary

folder, auth_port, acct_port, secret, name, password = sys.argv[1:]
secret = secret.encode()
client = Client(server="127.0.0.1", authport=int(auth_port), acctport=int(acct_port), secret=secret, dict=Dictionary(os.path.join(folder, "dictionary")))
client.timeout = 3
PHONE = "02-00-00-00-00-21"


def first(reply, attribute):
    return reply[attribute][0] if attribute in reply else None


def tell(what, reply):
    print(json.dumps({"what": what, "code": reply.code, "timeout": first(reply, "Session-Timeout"), "message": first(reply, "Reply-Message")}), flush=True)
    return reply


def access(what, fill):
    request = client.CreateAuthPacket(code=packet.AccessRequest, User_Name=name)
    request["Calling-Station-Id"] = PHONE
    fill(request)
    return tell(what, client.SendPacket(request))


def pap(given):
    def fill(request):
        request["User-Password"] = request.PwCrypt(given)
    return fill


def chap(request):
    challenge = os.urandom(16)
    request["CHAP-Challenge"] = challenge
    request["CHAP-Password"] = b"\x07" + hashlib.md5(b"\x07" + password.encode() + challenge).digest()


accept = access("pap", pap(password))
access("chap", chap)
access("wrong", pap("salah"))
for status, seconds, received in ((1, 0, 0), (3, 60, 1000), (2, 120, 5000)):
    record = client.CreateAcctPacket(User_Name=name)
    record["Acct-Status-Type"] = status
    record["Acct-Session-Id"] = "pyrad-1"
    record["Calling-Station-Id"] = PHONE
    record["Acct-Session-Time"] = seconds
    record["Acct-Input-Octets"] = received
    record["Acct-Output-Octets"] = 10 * received
    record["Class"] = accept["Class"][0]
    tell("accounting", client.SendPacket(record))
