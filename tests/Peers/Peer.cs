using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace HotspotManager.Peers;

/// <summary>
/// Programs that nobody here wrote and that the tests talk to. A missing one fails the test in continuous integration (environment <c>CI=true</c>)
/// and skips it at home, saying what is missing; <c>tests/Peers/install.sh</c> installs them all.
/// </summary>
public static class Peer
{
    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>True in continuous integration, where nothing may be skipped.</summary>
    public static bool InCi => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>True under <c>./test --long</c>.</summary>
    public static bool Long => Environment.GetEnvironmentVariable("HOTSPOT_TEST_LONG") == "1";

    /// <summary>The full path of a program; skips or fails the test when it is nowhere.</summary>
    public static string Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(SystemFolders);
        foreach (var folder in folders)
        {
            var path = Path.Combine(folder, program);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Missing($"{program} is not installed (tests/Peers/install.sh brings it)");
        return program;
    }

    /// <summary>Skips or fails the test unless it runs as root: network namespaces need it.</summary>
    public static void NeedRoot()
    {
        if (Environment.UserName != "root" && !Environment.IsPrivilegedProcess)
        {
            Missing("this test makes network namespaces and needs root");
        }
    }

    /// <summary>Skips the test, also in continuous integration, where the machine (most often a container) has no IPv6 loopback.</summary>
    public static void NeedIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        }
        catch (SocketException error)
        {
            Assert.Skip($"this machine has no IPv6 loopback: {error.Message}");
        }
    }

    /// <summary>Skips the test at home, fails it in continuous integration.</summary>
    [DoesNotReturn]
    public static void Missing(string what)
    {
        if (InCi)
        {
            Assert.Fail(what);
        }

        Assert.Skip(what);
    }
}

/// <summary>Tests with peers run one after another: <c>[Collection&lt;OneAfterAnother&gt;]</c>.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class OneAfterAnother;
