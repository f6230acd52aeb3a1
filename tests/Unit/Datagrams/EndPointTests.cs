using System.Net;
using HotspotManager.Datagrams;
using Xunit;

namespace HotspotManager.Unit.Datagrams;

public class EndPointTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.16.0.9", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("128.0.0.1", false)]
    [InlineData("10.127.0.1", false)]
    [InlineData("::2", false)]
    [InlineData("fe80::1", false)]
    public void Loopback_is_told(string address, bool loopback) => Assert.Equal(loopback, new DatagramEndPoint(IPAddress.Parse(address), 161).IsLoopback);
}
