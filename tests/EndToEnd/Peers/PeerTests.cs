using HotspotManager.Peers;
using HotspotManager.Peers.Databases;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using HotspotManager.Peers.Snmp;
using Xunit;

namespace HotspotManager.EndToEnd.Peers;

/// <summary>The peers themselves: what the other tests lean on must hold.</summary>
[Collection<OneAfterAnother>]
public sealed class PeerTests
{
    [Fact]
    public async Task A_child_process_is_waited_for_by_its_lines_and_ends_on_dispose()
    {
        int id;
        await using (var child = ChildProcess.Start("bash", ["-c", "echo one; sleep 0.1; echo two; exec sleep 600"]))
        {
            Assert.Equal("two", await child.LineAsync("two"));
            Assert.Equal("one", await child.LineAsync("one"));
            id = child.Id;
        }

        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task A_child_process_dies_with_its_parent()
    {
        // The parent here is a shell that dies at once; the child asks for the parent-death signal the same way ours do.
        var run = await ChildProcess.RunAsync("bash", ["-c", "setpriv --pdeathsig=KILL -- sleep 600 & echo $!; sleep 0.3; kill -9 $$"]);
        var child = run.Output.Trim();
        await Eventually.TrueAsync("the end of the child", () => Task.FromResult(!Directory.Exists($"/proc/{child}")));
    }

    [Fact]
    public async Task Postgres_gives_each_test_a_database_of_its_own()
    {
        var server = await PostgresServer.SharedAsync();
        var one = await server.NewDatabaseAsync();
        var other = await server.NewDatabaseAsync();
        Assert.NotEqual(one, other);
        Assert.Equal("2", (await server.SqlAsync("postgres", "SELECT 1 + 1")).OrThrow("psql").Trim());
    }

    [Fact]
    public async Task Snmpd_answers_dies_and_comes_back()
    {
        await using var agent = await Snmpd.StartAsync();
        string[] get = ["-v2c", "-c", "public", "-Oqv", "-r", "0", "-t", "1", $"127.0.0.1:{agent.Port}", "1.3.6.1.2.1.1.5.0"];
        Assert.Contains("snmpd-under-test", (await Snmpd.ToolAsync("snmpget", get)).OrThrow("snmpget"), StringComparison.Ordinal);
        await agent.KillAsync();
        Assert.NotEqual(0, (await Snmpd.ToolAsync("snmpget", get)).ExitCode);
        await agent.RestartAsync();
        Assert.Contains("snmpd-under-test", (await Snmpd.ToolAsync("snmpget", get)).OrThrow("snmpget"), StringComparison.Ordinal);
    }

    [Fact]
    public void Radclients_output_is_read_as_replies()
    {
        const string Output = """
            Sent Access-Request Id 61 from 0.0.0.0:40411 to 127.0.0.1:18120 length 58
            	User-Name = "1234567890"
            Received Access-Accept Id 61 from 127.0.0.1:18120 to 127.0.0.1:40411 length 64
            	Message-Authenticator = 0x4b2a
            	Session-Timeout = 3600
            	Reply-Message = "a = b"
            """;
        var reply = Assert.Single(Radclient.Parse(Output));
        Assert.Equal("Access-Accept", reply.Code);
        Assert.Equal("Message-Authenticator", reply.Attributes[0].Name);
        Assert.Equal("a = b", reply["Reply-Message"]);
        Assert.Null(reply["Class"]);
    }
}
