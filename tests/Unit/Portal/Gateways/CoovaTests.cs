using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.Coova;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

public class CoovaTests
{
    private static readonly string[] None = [];

    private static (UamRequest? Request, GatewayFault Fault) Read(GatewayVector v, string? query = null, string? address = null, string? secret = null) =>
        UamRequest.Read(PortalQuery.Read(query ?? v["query"]), None, secret ?? v["secret"], [address ?? v["address"]]);

    [Fact]
    public void Recorded_first_redirect_reads_and_its_answer_is_the_recorded_one()
    {
        var v = GatewayVector.Load("coova-notyet");
        var (read, fault) = Read(v);

        Assert.Equal(GatewayFault.None, fault);
        Assert.NotNull(read);
        Assert.Equal(UamResult.NotYet, read.Result);
        Assert.Equal(v["gateway"], read.Gateway);
        Assert.Equal(v["mac"], read.Mac);
        Assert.Equal(v["ip"], read.Ip!.ToString());
        Assert.Equal(v["called"], read.Called);
        Assert.Equal(v["nasid"], read.NasId);
        Assert.Equal(v["sessionid"], read.SessionId);
        Assert.Equal(v["radius-challenge"], Convert.ToHexStringLower(UamAnswer.SharedChallenge(read.Challenge, v["secret"])));
        Assert.Equal(
            $"http://{v["gateway"]}/logon?username={v["username"]}&response={v["response"]}&userurl=http%3A%2F%2Fx.example%2F",
            UamAnswer.Url(read, v["secret"], v["username"], v["password"], "http://x.example/"));
    }

    [Fact]
    public void Recorded_redirect_after_a_log_in_reads()
    {
        var v = GatewayVector.Load("coova-success");
        var (read, fault) = Read(v);
        Assert.Equal(GatewayFault.None, fault);
        Assert.Equal(UamResult.Success, read!.Result);
        Assert.Equal(v["originalurl"], read.OriginalUrl);
        Assert.Null(read.Challenge);
    }

    [Fact]
    public void Chap_through_the_browser()
    {
        var v = GatewayVector.Load("coova-chap");
        var challenge = Convert.FromHexString(v["challenge"]);
        Assert.Equal(v["radius-challenge"], Convert.ToHexStringLower(UamAnswer.SharedChallenge(challenge, v["secret"])));
        Assert.Equal(v["response"], UamAnswer.ChapResponse(challenge, v["secret"], v["password"]));
    }

    [Fact]
    public void A_forged_signature_is_refused()
    {
        var v = GatewayVector.Load("coova-notyet");
        Assert.Equal(GatewayFault.BadSignature, Read(v, secret: "other").Fault);
        Assert.Equal(GatewayFault.BadSignature, Read(v, address: "http://evil.example/uam").Fault);
        Assert.Equal(GatewayFault.BadSignature, Read(v, v["query"].Replace("02-00-00-00-99-11", "02-00-00-00-99-12", StringComparison.Ordinal)).Fault);
        Assert.Equal(GatewayFault.BadSignature, Read(v, v["query"][..v["query"].IndexOf("&md=", StringComparison.Ordinal)]).Fault);
    }

    [Fact]
    public void Our_own_language_in_the_query_does_not_break_the_signature()
    {
        var v = GatewayVector.Load("coova-notyet");
        Assert.Equal(GatewayFault.None, Read(v, v["query"] + "&lang=en").Fault);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var v = GatewayVector.Load("coova-notyet");
        for (var length = 0; length < v["query"].Length; length++) Assert.Null(Read(v, v["query"][..length]).Request);
    }

    [Theory]
    [InlineData("uamip=8.8.8.8", GatewayFault.BadReturnAddress)]
    [InlineData("uamip=10.0.0.1&uamport=0", GatewayFault.BadReturnAddress)]
    [InlineData("uamip=10.0.0.1@evil.example", GatewayFault.BadReturnAddress)]
    [InlineData("uamip=10.0.0.1&mac=1", GatewayFault.BadPhone)]
    [InlineData("uamip=10.0.0.1&mac=02-00-00-00-99-11&challenge=zz", GatewayFault.BadChallenge)]
    [InlineData("uamip=10.0.0.1&mac=02-00-00-00-99-11", GatewayFault.None)] // nochallenge: PAP
    public void Without_a_secret_every_field_is_still_checked(string query, GatewayFault expected) =>
        Assert.Equal(expected, UamRequest.Read(PortalQuery.Read("res=notyet&" + query), None, null, []).Fault);
}
