using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace HotspotManager.Console.Drawings;

/// <summary>The shapes of states: told apart without colour. They are drawn once in the frame and used by name.</summary>
public static class Shapes
{
    /// <summary>The shape of a state, with its word for those who do not see it.</summary>
    public static IHtmlContent Of(string state, string word) => new HtmlString(
        $"<svg class=\"shape is-{state}\" viewBox=\"0 0 16 16\" role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(word)}\"><use href=\"#s-{state}\"/></svg>");

    /// <summary>The definitions, for the frame.</summary>
    public static readonly IHtmlContent Definitions = new HtmlString(
        """
        <svg width="0" height="0" aria-hidden="true" class="defs"><defs>
        <symbol id="s-up" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.2"/></symbol>
        <symbol id="s-degraded" viewBox="0 0 16 16"><path d="M8 1 15.6 15H.4Z"/></symbol>
        <symbol id="s-down" viewBox="0 0 16 16"><path d="M1.5 1.5h13v13h-13z"/></symbol>
        <symbol id="s-unreachable" viewBox="0 0 16 16"><path d="M8 1.4 14.6 8 8 14.6 1.4 8Z" fill="none" stroke="currentColor" stroke-width="1.8"/></symbol>
        <symbol id="s-maintenance" viewBox="0 0 16 16"><path fill-rule="evenodd" d="M6.7.8h2.6l.4 2 1.3.6 1.7-1.1 1.9 1.8-1.1 1.7.5 1.3 2 .4v2.6l-2 .5-.5 1.2 1.1 1.7-1.9 1.9-1.7-1.1-1.3.5-.4 2H6.7l-.4-2-1.3-.5-1.7 1.1-1.8-1.9 1.1-1.7-.6-1.2-2-.5V7.5l2-.4.6-1.3-1.1-1.7 1.8-1.8L5 3.4l1.3-.6ZM8 5.6a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4Z"/></symbol>
        <symbol id="s-unknown" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.8"/></symbol>
        </defs></svg>
        """);
}
