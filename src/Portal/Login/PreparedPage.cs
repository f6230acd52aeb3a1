using System.Security.Cryptography;
using System.Text;
using HotspotManager.Portal.Login.Wire;

namespace HotspotManager.Portal.Login;

/// <summary>
/// A page made once into pieces ready for the wire; a visit only fills its few fields in. <c>[[Name]]</c> is a field, written HTML-encoded; <c>[[?Name]]…[[/Name]]</c> is left out
/// when the field has no value. What is not known at start can enter a page only through a field, so nothing a visitor wrote is ever markup.
/// </summary>
public sealed class PreparedPage
{
    private static readonly PageText HiddenName = new("<input type=\"hidden\" name=\""), HiddenValue = new("\" value=\""), HiddenEnd = new("\">");

    private readonly record struct Piece(PageText? Text, Field Field, int SkipTo);

    private readonly Piece[] _pieces;

    private PreparedPage(Piece[] pieces, string contentSecurityPolicy)
    {
        _pieces = pieces;
        ContentSecurityPolicy = contentSecurityPolicy;
    }

    /// <summary>
    /// For this page: its one style sheet by its hash, no script, no outside. Forms may lead anywhere, because a browser applies the rule to every redirect
    /// after a post: ours, the gateway's, and the page the person wanted in the first place.
    /// </summary>
    public string ContentSecurityPolicy { get; }

    /// <summary>Makes a page. The template is ours; a mistake in it ends the start.</summary>
    /// <exception cref="FormatException">A field or section in the template is unknown or not closed.</exception>
    public static PreparedPage Make(string template, string style)
    {
        var pieces = new List<Piece>();
        var open = new Stack<(Field Field, int At)>();
        var rest = template.Replace("[[style]]", style, StringComparison.Ordinal).AsSpan();
        while (true)
        {
            var start = rest.IndexOf("[[");
            if (start < 0) break;
            Text(rest[..start]);
            var end = rest.IndexOf("]]");
            if (end < start) throw new FormatException("a field is not closed");
            var name = rest[(start + 2)..end];
            rest = rest[(end + 2)..];
            switch (name[0])
            {
                case '?':
                    open.Push((Named(name[1..]), pieces.Count));
                    pieces.Add(default);
                    break;
                case '/':
                    var (field, at) = open.Pop();
                    if (field != Named(name[1..])) throw new FormatException($"section {field} is closed by {name}");
                    pieces[at] = new Piece(null, field, pieces.Count);
                    break;
                default:
                    pieces.Add(new Piece(null, Named(name), -1));
                    break;
            }
        }
        Text(rest);
        if (open.Count > 0) throw new FormatException($"section {open.Peek().Field} is not closed");

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        return new PreparedPage([.. pieces],
            $"default-src 'none'; style-src 'sha256-{hash}'; img-src data:; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'");

        void Text(ReadOnlySpan<char> text)
        {
            if (text.Length > 0) pieces.Add(new Piece(new PageText(text.ToString()), default, -1));
        }

        static Field Named(ReadOnlySpan<char> name) => Enum.TryParse<Field>(name, out var field) ? field : throw new FormatException($"there is no field {name}");
    }

    /// <summary>Writes the page with these fields.</summary>
    internal void Write(PageBody to, Fields fields)
    {
        for (var i = 0; i < _pieces.Length; i++)
        {
            ref readonly var piece = ref _pieces[i];
            if (piece.Text is { } text) to.Add(text);
            else if (piece.SkipTo >= 0)
            {
                if (fields[piece.Field] is null) i = piece.SkipTo - 1;
            }
            else if (piece.Field == Field.Hidden) WriteHidden(to, fields.Hidden);
            else if (fields[piece.Field] is { Length: > 0 } value) to.Add(piece.Field, value);
        }
    }

    private static void WriteHidden(PageBody to, IReadOnlyList<KeyValuePair<string, string>> hidden)
    {
        foreach (var (name, value) in hidden)
        {
            to.Add(HiddenName);
            to.Add(name);
            to.Add(HiddenValue);
            to.Add(value);
            to.Add(HiddenEnd);
        }
    }
}

/// <summary>What may be filled in.</summary>
public enum Field
{
    /// <summary>Where the person is, for example "RW 05 · Lowokwaru".</summary>
    Place,
    /// <summary>The access point's name, for a report.</summary>
    PointName,
    /// <summary>This page's own path: where its forms go and where its other languages are.</summary>
    Action,
    /// <summary>What stands behind the ? of this page, without lang; of a gateway's visit, posted back and read again.</summary>
    Query,
    /// <summary>What everybody here should know before trying: that it is closed.</summary>
    Notice,
    /// <summary>The city's own notices, the nearest area's first.</summary>
    News,
    News2,
    News3,
    /// <summary>What went wrong and what to do.</summary>
    Problem,
    /// <summary>The code as it was typed.</summary>
    Code,
    /// <summary>Each way as a card of its own, or folded below another: present when it is to be shown so.</summary>
    VoucherCard,
    VoucherFold,
    PhoneCard,
    PhoneFold,
    AccountCard,
    AccountFold,
    /// <summary>Present when what went wrong went wrong there.</summary>
    VoucherProblem,
    PhoneProblem,
    AccountProblem,
    /// <summary>Signed for this visit: the form came from us.</summary>
    Seal,
    /// <summary>The question for a one-time code: where it was sent, masked.</summary>
    CodeTo,
    /// <summary>When it was sent, or that it could not be.</summary>
    CodeState,
    CodeProblem,
    /// <summary>From when on it may be sent again; or that it may be now.</summary>
    AgainAt,
    AgainNow,
    /// <summary>The phone is remembered and one tap brings it in.</summary>
    WelcomeBack,
    /// <summary>The phone can be forgotten here: the status page's own link.</summary>
    Forget,
    /// <summary>The sentence beside the box for being remembered; absent where phones are not.</summary>
    Remember,
    /// <summary>What click-through gives; absent when it is not offered.</summary>
    FreeTitle,
    FreeSpeed,
    FreeData,
    Title,
    Sentence,
    Detail,
    /// <summary>Present when the access point says that the phone is online.</summary>
    Online,
    /// <summary>How old the figures are.</summary>
    AsOf,
    /// <summary>That the daily share comes back at midnight; absent when there is none.</summary>
    Renewed,
    TimeLeft,
    DataLeft,
    Speed,

    /// <summary>A scanned code's page: present when the phone is known and one tap is enough.</summary>
    Scanned,
    /// <summary>Where the phone is caught by its gateway, when it is not known.</summary>
    CatchUrl,

    /// <summary>Where a form goes that hands the phone over to its gateway.</summary>
    Target,
    /// <summary>All of <see cref="Fields.Hidden"/> as hidden inputs.</summary>
    Hidden,
}

/// <summary>The values for one showing of a page.</summary>
public sealed class Fields
{
    private static readonly int Count = Enum.GetValues<Field>().Length;

    private readonly string?[] _values = new string?[Count];

    /// <summary>What a form carries without showing it: names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Hidden { get; set; } = [];

    /// <summary>Null: not there, so its section is left out.</summary>
    public string? this[Field field]
    {
        get => _values[(int)field];
        set => _values[(int)field] = value;
    }
}
