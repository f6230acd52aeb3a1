using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>Where the number of phones comes from: variables whose sum it is, or a column of a table whose sum it is.</summary>
public sealed record ClientSource(IReadOnlyList<Oid> Variables, Oid? Column);

/// <summary>What to ask a vendor's device: how it is told, which of its interfaces is the uplink, and where it counts phones.</summary>
public sealed record Profile
{
    // NET-SNMP-EXTEND-MIB nsExtendOutput1Line, indexed by the extend's name.
    private static readonly Oid ExtendLine = Oid.Parse("1.3.6.1.4.1.8072.1.3.2.3.1.1");

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

    /// <summary>Reads a profile file.</summary>
    /// <exception cref="FormatException">It is not one; the message says what is wrong.</exception>
    public static Profile Read(ReadOnlySpan<byte> json)
    {
        ProfileFile file;
        try
        {
            file = JsonSerializer.Deserialize<ProfileFile>(json, ProfileFile.Format) ?? throw new FormatException("it is empty");
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }

        return new Profile
        {
            Name = file.Name is { Length: > 0 } ? file.Name : throw new FormatException("it has no \"name\""),
            SysObjectId = [.. (file.SysObjectId ?? []).Select(Oid.Parse)],
            SysDescr = file.SysDescr ?? [],
            Uplinks = file.Uplinks ?? [],
            Avoid = file.Avoid ?? [],
            Clients = [.. (file.Clients ?? []).Select(Source)],
        };
    }

    /// <summary>How well the profile fits: longer sysObjectID subtrees win over words; 0 for not at all.</summary>
    public int Fits(Oid? sysObjectId, string sysDescr)
    {
        var best = sysObjectId is null ? 0 : SysObjectId.Where(o => o.Contains(sysObjectId)).Select(o => o.Length * 2).DefaultIfEmpty(0).Max();
        return best > 0 ? best : SysDescr.Any(w => sysDescr.Contains(w, StringComparison.OrdinalIgnoreCase)) ? 1 : 0;
    }

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
        : file.Get is { Length: > 0 } get ? new ClientSource([.. get.Select(Oid.Parse)], null)
        : file.Extend is { Length: > 0 } extend ? new ClientSource([.. extend.Select(Extend)], null)
        : throw new FormatException("a source of clients has \"column\", \"get\" or \"extend\"");

    private static Oid Extend(string name) => ExtendLine.Child([(uint)name.Length, .. Encoding.ASCII.GetBytes(name).Select(b => (uint)b)]);

    private sealed record ClientsFile(string? Column, string[]? Get, string[]? Extend);

    private sealed record ProfileFile(
        string? Name, string? About, string[]? SysObjectId, string[]? SysDescr, string[]? Uplinks, string[]? Avoid, ClientsFile[]? Clients)
    {
        public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        };
    }
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
