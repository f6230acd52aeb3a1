using System.Text.Json;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Console.Api;

/// <summary>What went wrong, as the API says it: <c>{ "error": "one line" }</c>. A verb that refuses gives 400 with its line, a bug 500 without details.</summary>
internal sealed partial class ApiProblems(RequestDelegate next, ILogger<ApiProblems> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (RefusedException refused) when (!http.Response.HasStarted)
        {
            await SayAsync(http, StatusCodes.Status400BadRequest, refused.Message);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await SayAsync(http, bad.StatusCode, "The request cannot be read: " + bad.Message);
        }
        catch (Exception error) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            Failed(log, http.Request.Path, error);
            await SayAsync(http, StatusCodes.Status500InternalServerError, "Something failed here; it is in the log.");
        }
    }

    private static Task SayAsync(HttpContext http, int status, string error)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { error }), http.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed")]
    private static partial void Failed(ILogger log, string path, Exception error);
}
