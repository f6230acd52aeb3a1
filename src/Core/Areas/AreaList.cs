using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Areas;

/// <summary>The verbs on areas.</summary>
public static class AreaList
{
    /// <summary>Checks a code; an RW or RT comes into being when it is first named under a known kelurahan. Returns the code in its one spelling.</summary>
    /// <exception cref="RefusedException">Not an area code, or its kelurahan is unknown.</exception>
    public static async Task<string> EnsureAsync(HotspotDb db, string text, CancellationToken cancel = default)
    {
        var code = AreaCode.Normalize(text) ?? throw new RefusedException(
            $"'{text}' is not an area code. Write a kelurahan as 35.73.05.1011, an RW in it as 35.73.05.1011/05.");
        if (await KnowsAsync(db, code, cancel)) return code;
        if (AreaCode.Kind(code) is not (AreaKind.Rw or AreaKind.Rt))
            throw new RefusedException($"Area {code} is not known. Bring it in with: hotspot area import FILE.csv (columns code,name).");
        await EnsureAsync(db, AreaCode.Parent(code)!, cancel);
        db.Add(new Area { Code = code, Name = DefaultName(code) });
        return code;
    }

    /// <summary>Adds or renames areas; returns how many were new and how many changed.</summary>
    public static async Task<(int Added, int Changed)> ImportAsync(HotspotDb db, IEnumerable<(string Code, string Name)> rows, CancellationToken cancel = default)
    {
        var known = await db.Set<Area>().ToDictionaryAsync(a => a.Code, StringComparer.Ordinal, cancel);
        int added = 0, changed = 0;
        foreach (var (code, name) in rows)
        {
            if (!known.TryGetValue(code, out var area))
            {
                db.Add(known[code] = new Area { Code = code, Name = name });
                added++;
            }
            else if (area.Name != name)
            {
                area.Name = name;
                changed++;
            }
        }
        return (added, changed);
    }

    /// <summary>The areas of Kota Malang: 5 kecamatan and 57 kelurahan with their official codes.</summary>
    public static IEnumerable<(string Code, string Name)> KotaMalang()
    {
        yield return ("35.73", "Kota Malang");
        using var stream = typeof(AreaList).Assembly.GetManifestResourceStream("HotspotManager.Core.Areas.KotaMalang.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            yield return (line[..comma], line[(comma + 1)..]);
        }
    }

    internal static string DefaultName(string code)
    {
        var last = code[(code.LastIndexOf('/') + 1)..];
        return AreaCode.Kind(code) switch { AreaKind.Rw => $"RW {last}", AreaKind.Rt => $"RT {last}", _ => code };
    }

    private static async Task<bool> KnowsAsync(HotspotDb db, string code, CancellationToken cancel) =>
        db.ChangeTracker.Entries<Area>().Any(e => e.Entity.Code == code) || await db.Set<Area>().AnyAsync(a => a.Code == code, cancel);
}
