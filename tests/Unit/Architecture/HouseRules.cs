using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace HotspotManager.Unit.Architecture;

/// <summary>The rules of the house, each with its reason. They read the source, so a broken rule names the file.</summary>
public partial class HouseRules
{
    private static readonly string Root = FindRoot();

    /// <summary>A room that knows another room cannot be changed, tested or left out without it. Rooms meet in Core: rows, feed, panels.</summary>
    [Theory]
    [InlineData("src/Core", "")]
    [InlineData("src/Datagrams", "")]
    [InlineData("src/Radius", "Core Datagrams")]
    [InlineData("src/Monitor", "Core Datagrams")]
    [InlineData("src/Portal", "Core")]
    [InlineData("src/Couriers", "Core")]
    [InlineData("src/Console", "Core")]
    [InlineData("simulators/City", "Datagrams Radius Monitor")]
    [InlineData("src/Host", "Core Radius Portal Monitor Console Couriers City")]
    public void Rooms_know_only_Core(string project, string allowed)
    {
        var file = Directory.GetFiles(Path.Combine(Root, project), "*.csproj").Single();
        var references = XDocument.Load(file).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));
        None(references.Except(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>The simulator must not lean on the server's own logic, or it would prove the server with the server. Codecs and sockets are all it shares.</summary>
    [Fact]
    public void City_uses_only_the_wire_formats_and_sockets() =>
        None(Usings("simulators/City").Where(u => u.Namespace.StartsWith("HotspotManager.", StringComparison.Ordinal)
            && !u.Namespace.StartsWith("HotspotManager.City", StringComparison.Ordinal) && !u.Namespace.StartsWith("HotspotManager.Radius.Wire", StringComparison.Ordinal)
            && !u.Namespace.StartsWith("HotspotManager.Monitor.Snmp", StringComparison.Ordinal) && !u.Namespace.StartsWith("HotspotManager.Datagrams", StringComparison.Ordinal)));

    /// <summary>Bytes in, bytes out: what reads the network's bytes depends on nothing, so that it can be fuzzed, reused by simulators and reasoned about alone.</summary>
    [Theory]
    [InlineData("src/Radius/Wire", "HotspotManager.Radius.Wire")]
    [InlineData("src/Monitor/Snmp", "HotspotManager.Monitor.Snmp")]
    [InlineData("src/Datagrams", "HotspotManager.Datagrams")]
    public void Wire_code_imports_only_the_base_library(string folder, string own) => None(Usings(folder)
        .Where(u => !u.Namespace.StartsWith("System", StringComparison.Ordinal) && !u.Namespace.StartsWith(own, StringComparison.Ordinal)
            && !u.Namespace.StartsWith("Microsoft.Win32.SafeHandles", StringComparison.Ordinal)));

    /// <summary>Two folders that need each other are one thing under two names.</summary>
    [Fact]
    public void Cores_folders_form_no_circle()
    {
        var folders = Directory.GetDirectories(Path.Combine(Root, "src/Core")).Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj")).ToList();
        var needs = folders.ToDictionary(f => f, f => Usings($"src/Core/{f}").Select(u => CoreFolder().Match(u.Namespace).Groups[1].Value)
            .Where(n => n.Length > 0 && n != f).Distinct().ToList(), StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        void Walk(string folder, string[] path)
        {
            Assert.False(path.Contains(folder), $"circle: {string.Join(" → ", path)} → {folder}");
            if (done.Contains(folder)) return;
            foreach (var next in needs.GetValueOrDefault(folder, [])) Walk(next, [.. path, folder]);
            done.Add(folder);
        }
        foreach (var folder in folders) Walk(folder, []);
    }

    /// <summary>The logging library is a choice of the host; rooms that name it could not run without it.</summary>
    [Fact]
    public void Only_Logging_names_Serilog() =>
        Assert.Equal(["src/Host/Logging.cs"], Usings("src").Where(u => u.Namespace.StartsWith("Serilog", StringComparison.Ordinal)).Select(u => u.File).Distinct());

    /// <summary>An interface with one implementation is a second name for a class. A further one needs a decision record under docs/decisions.</summary>
    [Fact]
    public void Interfaces_are_few() => None(Sources("src").SelectMany(f => Interface().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
        .Except(["IGateway", "ISignInMethod", "IDatagrams", "ISnapshot", "ICourierKind"]));

    /// <summary>A reader must be able to hold a file in mind.</summary>
    [Fact]
    public void Files_stay_short()
    {
        var long_ = Sources("src").Concat(Sources("simulators")).Select(f => (File: Relative(f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > 400).ToList();
        None(long_);
        var all = Sources("src").Select(f => File.ReadLines(f).Count()).ToList();
        Assert.True(all.Count(l => l > 250) <= all.Count / 20, "more than one file in twenty is over 250 lines");
    }

    /// <summary>The tour of the house must not rot: what it names is there.</summary>
    [Fact]
    public void Architecture_names_only_types_and_files_that_exist()
    {
        var text = File.ReadAllText(Path.Combine(Root, "ARCHITECTURE.md"));
        var sources = string.Join('\n', Sources("src").Concat(Sources("simulators")).Concat(Sources("tests")).Select(File.ReadAllText));
        var missing = TypeName().Matches(text).Select(m => m.Groups[1].Value).Distinct()
            .Where(name => !Regex.IsMatch(sources, $@"\b(class|record|struct|interface|enum|record struct)\s+{name}\b")).ToList();
        None(missing);
        None(PathName().Matches(text).Select(m => m.Groups[1].Value).Distinct().Where(p => !Path.Exists(Path.Combine(Root, p))));
    }

    private static void None<T>(IEnumerable<T> offenders) => Assert.Equal([], offenders.ToList());

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !Relative(f).Split('/').Any(p => p is "bin" or "obj" or "node_modules"));

    private static IEnumerable<(string File, string Namespace)> Usings(string folder) => Sources(folder)
        .SelectMany(f => Using().Matches(File.ReadAllText(f)).Select(m => (Relative(f), m.Groups[1].Value)));

    private static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HotspotManager.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not inside the repository");
        return folder;
    }

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([A-Za-z][\w.]*)\s*;", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^HotspotManager\.Core\.(\w+)")]
    private static partial Regex CoreFolder();

    [GeneratedRegex(@"\binterface\s+(I[A-Z]\w*)")]
    private static partial Regex Interface();

    [GeneratedRegex(@"`([A-Z]\w+)`")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"`((?:src|tests|simulators|docs)/[\w./-]*)`")]
    private static partial Regex PathName();
}
