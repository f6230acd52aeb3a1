using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Bench.Radius;

/// <summary>What is asked: the users of the run and the packets of a MikroTik-like NAS.</summary>
internal static class Requests
{
    public const int Users = 10_000;
    public const string SecretText = "bench-secret-0123456789";

    public static readonly SharedSecret Secret = new(SecretText);

    private static readonly byte[][] Names = [.. Enumerable.Range(0, Users).Select(i => Encoding.UTF8.GetBytes(Name(i)))];
    private static readonly byte[][] Passwords = [.. Enumerable.Range(0, Users).Select(i => Encoding.UTF8.GetBytes(Password(i)))];
    private static readonly byte[][] Phones = [.. Enumerable.Range(0, Users).Select(i => Encoding.UTF8.GetBytes($"02-00-00-{i >> 16 & 255:X2}-{i >> 8 & 255:X2}-{i & 255:X2}"))];
    private static readonly IPAddress Nas = IPAddress.Loopback;

    public static string Name(int user) => string.Create(CultureInfo.InvariantCulture, $"warga{user:D5}");

    public static string Password(int user) => string.Create(CultureInfo.InvariantCulture, $"sandi-{user * 7919 % 1_000_003:D7}");

    /// <summary>PAP with Message-Authenticator (RFC 2865, RFC 3579 section 3.2).</summary>
    public static ReadOnlySpan<byte> Access(int number, byte identifier, Span<byte> buffer)
    {
        // Every user in turn, far apart, so that nobody's data is warm from the last question.
        var user = (int)((long)number * 6_133 % Users);
        var request = new RadiusWriter(buffer, RadiusCode.AccessRequest, identifier);
        Span<byte> authenticator = stackalloc byte[16];
        LoadGenerator.Fill(authenticator);
        request.SetAuthenticator(authenticator);
        request.AddMessageAuthenticator();
        request.Add(Ietf.UserName, Names[user]);
        request.AddUserPassword(Passwords[user], Secret);
        request.Add(Ietf.NasIPAddress, Nas);
        request.Add(Ietf.NasPortType, 19);
        request.Add(Ietf.CallingStationId, Phones[user]);
        request.Add(Ietf.CalledStationId, "hotspot1"u8);
        return request.Finish(Secret);
    }

    /// <summary>Sessions from start to end: all Starts of a run, then an update of each, then their Stops. <paramref name="run"/> tells runs apart.</summary>
    public static RequestMaker Accounting(int run, int count)
    {
        var began = Stopwatch.GetTimestamp();
        return (number, identifier, buffer) => Accounting(run, count, began, number, identifier, buffer);
    }

    private static ReadOnlySpan<byte> Accounting(int run, int count, long began, int number, byte identifier, Span<byte> buffer)
    {
        var sessions = (count + 2) / 3;
        var (part, session) = (number / sessions, number % sessions);
        var user = session % Users;
        var request = new RadiusWriter(buffer, RadiusCode.AccountingRequest, identifier);
        Span<byte> id = stackalloc byte[16];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run:X4}{session:X8}"), id);
        request.Add(Ietf.AcctStatusType, part == 0 ? 1u : part == 1 ? 3u : 2u);
        request.Add(Ietf.AcctSessionId, id[..12]);
        request.Add(Ietf.UserName, Names[user]);
        request.Add(Ietf.NasIPAddress, Nas);
        request.Add(Ietf.NasPortType, 19);
        // A phone of its own for each session: one that begins a second without ending the first would be another story.
        Span<byte> phone = stackalloc byte[17];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"02-{run & 255:X2}-{session >> 24 & 255:X2}-{session >> 16 & 255:X2}-{session >> 8 & 255:X2}-{session & 255:X2}"), phone);
        request.Add(Ietf.CallingStationId, phone);
        request.Add(Ietf.CalledStationId, "hotspot1"u8);
        request.Add(Ietf.FramedIPAddress, new IPAddress((long)10 | (long)(user & 0xffff) << 16));
        if (part > 0)
        {
            // As long as the run has lasted, as it is in life: a session never claims to have begun before its Start.
            request.Add(Ietf.AcctSessionTime, (uint)Stopwatch.GetElapsedTime(began).TotalSeconds);
            request.Add(Ietf.AcctInputOctets, (uint)(part * 100_000 + session));
            request.Add(Ietf.AcctOutputOctets, (uint)(part * 900_000 + session));
        }
        if (part == 2)
            request.Add(Ietf.AcctTerminateCause, 1);
        return request.Finish(Secret);
    }
}
