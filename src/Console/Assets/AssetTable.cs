using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HotspotManager.Console.Assets;

/// <summary>
/// The console's script, style sheet and font, as built from TypeScript and embedded in this assembly. They are served under one path that
/// holds the digest of them all, so that a browser may keep them for ever and never mixes two builds.
/// </summary>
public sealed class AssetTable
{
    private readonly FrozenDictionary<string, Asset> files;

    /// <summary>Reads the embedded files.</summary>
    public AssetTable() : this(Embedded(typeof(AssetTable).Assembly)) { }

    internal AssetTable(IReadOnlyDictionary<string, byte[]> contents)
    {
        files = contents.ToFrozenDictionary(c => c.Key, c => new Asset(c.Value, Compressed(c.Key, c.Value), ContentType(c.Key)), StringComparer.Ordinal);
        Hash = Digest(contents);
    }

    /// <summary>16 hexadecimal digits over names and contents of all files.</summary>
    public string Hash { get; }

    /// <summary>The path of one file: <c>/assets/{hash}/{file}</c>. A file that was not built is a bug and throws.</summary>
    public string PathOf(string file) =>
        files.ContainsKey(file) ? $"/assets/{Hash}/{file}" : throw new InvalidOperationException($"The console was built without {file}.");

    /// <summary>Maps the endpoint that serves them all.</summary>
    internal void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{hash}/{file}", Serve).AllowAnonymous().ExcludeFromDescription();

    private IResult Serve(string hash, string file, HttpContext http)
    {
        if (hash != Hash || !files.TryGetValue(file, out var asset)) return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (asset.Brotli is null || !http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
            return Results.Bytes(asset.Content, asset.ContentType);
        http.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(asset.Brotli, asset.ContentType);
    }

    private static Dictionary<string, byte[]> Embedded(Assembly assembly)
    {
        const string Folder = "client/";
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            found[name[Folder.Length..]] = content;
        }

        return found;
    }

    private static string Digest(IReadOnlyDictionary<string, byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in contents.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static byte[]? Compressed(string name, byte[] content)
    {
        if (name.EndsWith(".woff2", StringComparison.Ordinal)) return null;
        using var memory = new MemoryStream();
        using (var brotli = new BrotliStream(memory, CompressionLevel.Optimal)) brotli.Write(content);
        return memory.ToArray();
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".woff2" => "font/woff2",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };

    private sealed record Asset(byte[] Content, byte[]? Brotli, string ContentType);
}
