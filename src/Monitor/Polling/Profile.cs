using System.IO.Enumeration;
using HotspotManager.Monitor.Profiles;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// Where the number of phones comes from: variables whose sum it is, or a column of a table whose sum (or number of rows) it is. Rows come and go with the phones: whether a
/// device has that table at all is told by <paramref name="If"/>, a column that always has rows.
/// </summary>
public sealed record ClientSource(IReadOnlyList<Oid> Variables, Oid? Column, bool CountsRows = false, Oid? If = null);

/// <summary>What to ask a vendor's device: how it is told, which of its interfaces is the uplink, and where it counts phones.</summary>
public sealed record Profile
{
    public required string Name { get; init; }

    /// <summary>Subtrees its sysObjectID lies in.</summary>
    public required IReadOnlyList<Oid> SysObjectId { get; init; }

    /// <summary>Words in its sysDescr, for devices whose sysObjectID says nothing.</summary>
    public required IReadOnlyList<string> SysDescr { get; init; }

    /// <summary>Names of the uplink interface, best first; <c>*</c> stands for anything.</summary>
    public required IReadOnlyList<string> Uplinks { get; init; }

    /// <summary>Names that are never the uplink.</summary>
    public required IReadOnlyList<string> Avoid { get; init; }

    /// <summary>Tried in order; the first one that answers with a number counts.</summary>
    public required IReadOnlyList<ClientSource> Clients { get; init; }

    /// <summary>What it tells of itself.</summary>
    public IReadOnlyList<Reading> Readings { get; init; } = [];

    /// <summary>What its radios and networks tell.</summary>
    public IReadOnlyList<ReadingTable> Tables { get; init; } = [];

    /// <summary>The tables of access points it controls; none: it is no controller.</summary>
    public IReadOnlyList<ControlledTable> AccessPoints { get; init; } = [];

    /// <summary>Reads a profile file.</summary>
    /// <exception cref="FormatException">It is not one; the message says what is wrong.</exception>
    public static Profile Read(ReadOnlySpan<byte> json)
    {
        var file = ProfileFile.Read(json);
        return new Profile
        {
            Name = file.Name is { Length: > 0 } ? file.Name : throw new FormatException("it has no \"name\""),
            SysObjectId = [.. (file.SysObjectId ?? []).Select(Oid.Parse)],
            SysDescr = file.SysDescr ?? [],
            Both = [.. (file.Both ?? []).Select(b => b.Read())],
            Uplinks = file.Uplinks ?? [],
            Avoid = file.Avoid ?? [],
            Clients = [.. (file.Clients ?? []).Select(Source)],
            Readings = [.. (file.Readings ?? []).Select(r => r.Read(ofTable: false))],
            Tables = [.. (file.Tables ?? []).Select(t => t.Read())],
            AccessPoints = [.. (file.AccessPoints ?? []).Select(t => t.Read())],
        };
    }

    /// <summary>Subtrees that others use as well (a Linux agent's), each with the sysDescr that makes it this vendor's.</summary>
    public IReadOnlyList<(Oid SysObjectId, IReadOnlyList<string> SysDescr)> Both { get; init; } = [];

    /// <summary>How well the profile fits: longer sysObjectID subtrees win, with a fitting sysDescr over those without, and all over words; 0 for not at all.</summary>
    public int Fits(Oid? sysObjectId, string sysDescr)
    {
        if (sysObjectId is not null)
        {
            var alone = SysObjectId.Where(o => o.Contains(sysObjectId)).Select(o => o.Length * 2).DefaultIfEmpty(0).Max();
            var both = Both.Where(b => b.SysObjectId.Contains(sysObjectId) && b.SysDescr.Any(w => IsWord(w, sysDescr))).Select(b => (b.SysObjectId.Length * 2) + 1).DefaultIfEmpty(0).Max();
            if (Math.Max(alone, both) is > 0 and var best)
            {
                return best;
            }
        }

        return SysDescr.Any(w => IsWord(w, sysDescr)) ? 1 : 0;
    }

    // With a * it is the whole text, otherwise a part of it.
    private static bool IsWord(string word, string text) =>
        word.Contains('*', StringComparison.Ordinal) ? FileSystemName.MatchesSimpleExpression(word, text) : text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The place of an interface name in <see cref="Uplinks"/>; null when it is not there, or is to be avoided.</summary>
    public int? UplinkRank(string name)
    {
        for (var i = 0; i < Uplinks.Count; i++)
        {
            if (FileSystemName.MatchesSimpleExpression(Uplinks[i], name))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>True for a name that is never the uplink.</summary>
    public bool Avoids(string name) => Avoid.Any(a => FileSystemName.MatchesSimpleExpression(a, name));

    private static ClientSource Source(ClientsFile file) =>
        file.Column is { } column ? new ClientSource([], Oid.Parse(column))
        : file.Rows is { } rows ? new ClientSource([], Oid.Parse(rows), CountsRows: true, Oid.Parse(file.If ?? throw new FormatException("\"rows\" has an \"if\" beside it")))
        : file.Get is { Length: > 0 } get ? new ClientSource([.. get.Select(Oid.Parse)], null)
        : file.Extend is { Length: > 0 } extend ? new ClientSource([.. extend.Select(NetSnmpExtend.Line)], null)
        : throw new FormatException("a source of clients has \"column\", \"rows\", \"get\" or \"extend\"");
}

/// <summary>All profiles: those built in, and those of the data folder's <c>profiles/*.json</c>, which replace built-in ones of the same name.</summary>
public sealed class ProfileTable
{
    public const string Generic = "generic";

    private readonly Dictionary<string, Profile> profiles = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<Profile> All => profiles.Values;

    /// <summary>Reads them all.</summary>
    /// <param name="folder">Where an operator's own profiles are; may be missing.</param>
    /// <exception cref="FormatException">A file is no profile; the message names it.</exception>
    public static ProfileTable Load(string? folder)
    {
        var table = new ProfileTable();
        var assembly = typeof(ProfileTable).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            table.Add(resource, bytes);
        }

        if (folder is not null && Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            {
                table.Add(file, File.ReadAllBytes(file));
            }
        }

        return table;
    }

    /// <summary>The one that fits best; the generic one when none does.</summary>
    public Profile Find(Oid? sysObjectId, string sysDescr)
    {
        var best = profiles.Values.MaxBy(p => p.Fits(sysObjectId, sysDescr))!;
        return best.Fits(sysObjectId, sysDescr) > 0 ? best : profiles[Generic];
    }

    private void Add(string source, byte[] json)
    {
        try
        {
            var profile = Profile.Read(json);
            profiles[profile.Name] = profile;
        }
        catch (FormatException error)
        {
            throw new FormatException($"{source} is not a profile: {error.Message}", error);
        }
    }
}
