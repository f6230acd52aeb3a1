"""pyrad as a router that takes CoA- and Disconnect-Requests. CoA: ACK. Disconnect: NAK with Error-Cause 504 for the session `keep`, ACK for any other.
One JSON object a line for each request whose authenticator pyrad has checked."""
import json
import os
import sys

from pyrad import packet, server
from pyrad.dictionary import Dictionary

folder, port, secret = sys.argv[1:]


class Router(server.Server):
    _realauthfds = _realacctfds = ()  # pyrad 2.1 looks for them also where only CoA is on

    def answer(self, request, code, **attributes):
        reply = self.CreateReplyPacket(request, **attributes)
        reply.code = code
        self.SendReplyPacket(request.fd, reply)

    def tell(self, what, request):
        session = request["Acct-Session-Id"][0]
        print(json.dumps({"what": what, "genuine": request.VerifyCoARequest(), "session": session, "timeout": request["Session-Timeout"][0] if "Session-Timeout" in request else None,
                          "stamped": "Event-Timestamp" in request, "signed": "Message-Authenticator" in request}), flush=True)
        return session

    def HandleCoaPacket(self, request):
        self.tell("coa", request)
        self.answer(request, packet.CoAACK)

    def HandleDisconnectPacket(self, request):
        if self.tell("disconnect", request) == "keep":
            self.answer(request, packet.DisconnectNAK, Error_Cause=504)
        else:
            self.answer(request, packet.DisconnectACK)


router = Router(dict=Dictionary(os.path.join(folder, "dictionary")), coaport=int(port), auth_enabled=False, acct_enabled=False, coa_enabled=True)
router.hosts["127.0.0.1"] = server.RemoteHost("127.0.0.1", secret.encode(), "hotspot")
router.BindToAddress("127.0.0.1")
print("ready", flush=True)
router.Run()
