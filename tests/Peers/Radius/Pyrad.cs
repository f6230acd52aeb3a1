namespace HotspotManager.Peers.Radius;

/// <summary>Python's RADIUS library, Debian's package python3-pyrad.</summary>
public static class Pyrad
{
    /// <summary>The interpreter that has it: the system's, whatever other Python stands earlier in PATH. Skips or fails the test without it.</summary>
    public static string Find()
    {
        if (!File.Exists("/usr/lib/python3/dist-packages/pyrad/client.py"))
            Peer.Missing("python3-pyrad is not installed (tests/Peers/install.sh brings it)");
        return "/usr/bin/python3";
    }
}
