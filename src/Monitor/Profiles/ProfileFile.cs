using System.Globalization;
using System.Text.Json;
using HotspotManager.Core.Conditions;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Profiles;

/// <summary>A profile as its JSON file has it. Everything is checked as it is read, so that a wrong file is told at start and not in the middle of a night.</summary>
internal sealed record ProfileFile(
    string? Name, string? About, string[]? SysObjectId, string[]? SysDescr, BothFile[]? Both, string[]? Uplinks, string[]? Avoid, ClientsFile[]? Clients, ReadingFile[]? Readings, TableFile[]? Tables,
    AccessPointsFile[]? AccessPoints)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="FormatException">It is no profile.</exception>
    public static ProfileFile Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ProfileFile>(json, Format) ?? throw new FormatException("it is empty");
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    internal static Oid? Optional(string? oid) => oid is null ? null : Oid.Parse(oid);
}

internal sealed record BothFile(string? SysObjectId, string[]? SysDescr)
{
    /// <exception cref="FormatException">Something is missing or wrong.</exception>
    public (Oid SysObjectId, IReadOnlyList<string> SysDescr) Read() =>
        SysObjectId is not null && SysDescr is { Length: > 0 } ? (Oid.Parse(SysObjectId), SysDescr) : throw new FormatException("\"both\" has a \"sysObjectId\" and \"sysDescr\"");
}

/// <summary>A source of the number of clients: variables or a column to add up, lines of extend scripts to add up, or a column whose rows are counted.</summary>
internal sealed record ClientsFile(string? Column, string[]? Get, string[]? Extend, string? Rows, string? If);

internal sealed record ReadingFile(
    string? Role, string? Get, string? Column, string? Extend, string? Rows, double? Scale, double? Offset, string? As, Dictionary<string, string>? Words, string? Of, double? Least,
    double? Most, string? Part)
{
    /// <exception cref="FormatException">Something is missing or wrong.</exception>
    public Reading Read(bool ofTable)
    {
        var role = ConditionRoles.Find(Role) ?? throw new FormatException($"'{Role}' is not a role; there are {string.Join(", ", Enum.GetValues<ConditionRole>().Select(ConditionRoles.Name))}");
        var bits = As is null ? ReadAs.Given
            : Enum.TryParse<ReadAs>(As, ignoreCase: true, out var known) && !int.TryParse(As, out _) ? known
            : throw new FormatException($"'{As}' is not a way to read a number; there are {string.Join(", ", Enum.GetNames<ReadAs>().Select(n => n.ToLowerInvariant()))}");
        if (Scale is 0 || Scale is { } scale && !double.IsFinite(scale))
        {
            throw new FormatException($"the scale of {Role} must not be 0");
        }

        if (ofTable ? Column is null || Get is not null || Rows is not null || Extend is not null : Column is not null || new[] { Get, Rows, Extend }.Count(w => w is not null) != 1)
        {
            throw new FormatException(ofTable ? $"the reading {Role} of a table has a \"column\"" : $"the reading {Role} has one of \"get\", \"extend\" and \"rows\"");
        }

        var oid = Extend is { } line ? NetSnmpExtend.Line(line) : Oid.Parse((Get ?? Column ?? Rows)!);
        return new Reading(role, oid, Scale ?? 1, Offset ?? 0, bits, Words, ProfileFile.Optional(Of), Rows is not null, Least ?? double.NegativeInfinity,
            Most ?? double.PositiveInfinity, Part ?? "");
    }
}

internal sealed record TableFile(string? Part, string? Name, Dictionary<string, string>? NameWords, string? Where, double[]? Only, ReadingFile[]? Readings)
{
    /// <exception cref="FormatException">Something is missing or wrong.</exception>
    public ReadingTable Read() => new(
        Part ?? "radio", ProfileFile.Optional(Name), NameWords, ProfileFile.Optional(Where), Only?.ToHashSet(),
        Readings is { Length: > 0 } ? [.. Readings.Select(r => r.Read(ofTable: true))] : throw new FormatException("a table has \"readings\""));
}

internal sealed record AccessPointsFile(
    string? Index, string? Rows, string? Mac, string? Name, string? Serial, string? State, string[]? Up, string? Clients, string? Uptime, double? UptimePerSecond, string? In, string? Out,
    ReadingFile[]? Readings, TableFile[]? Tables)
{
    /// <exception cref="FormatException">Something is missing or wrong.</exception>
    public ControlledTable Read()
    {
        if (State is not null != Up is { Length: > 0 })
        {
            throw new FormatException("a table of access points has \"state\" and \"up\" together");
        }

        return new ControlledTable
        {
            Index = Enum.TryParse<TableIndex>(Index, ignoreCase: true, out var index) && !int.TryParse(Index, out _) ? index
                : throw new FormatException("a table of access points has an \"index\": mac, number, text or any"),
            Rows = Oid.Parse(Rows ?? throw new FormatException("a table of access points has \"rows\": a column that each one is in")),
            Mac = ProfileFile.Optional(Mac),
            Name = ProfileFile.Optional(Name),
            Serial = ProfileFile.Optional(Serial),
            State = ProfileFile.Optional(State),
            Up = Up ?? [],
            Clients = ProfileFile.Optional(Clients),
            Uptime = ProfileFile.Optional(Uptime),
            UptimePerSecond = UptimePerSecond is null or > 0 ? UptimePerSecond ?? 100 : throw new FormatException("\"uptimePerSecond\" is above 0"),
            In = ProfileFile.Optional(In),
            Out = ProfileFile.Optional(Out),
            Readings = [.. (Readings ?? []).Select(r => r.Read(ofTable: true))],
            Tables = [.. (Tables ?? []).Select(t => t.Read())],
        };
    }
}
