using HotspotManager.Core.Areas;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Reports;

/// <summary>
/// Makes this month's and this week's figures each hour, and each night those of periods that ended less than 35 days ago once more: records and check-ins may come that late.
/// </summary>
public sealed partial class ReportKeeper(ReportBook book, CityClock clock, TimeProvider time, ILogger<ReportKeeper> log) : BackgroundService
{
    private const int LateDays = 35;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: it goes on after the next start.
        }
    }

    /// <summary>Makes what is due.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var now = clock.Now;
            foreach (var open in new[] { book.ThisMonth, book.ThisWeek })
            {
                if (await book.MadeAsync(open, cancel) is not { } made || now - made >= TimeSpan.FromHours(1)) await book.MakeAsync(open, cancel);
                var night = clock.DayAround(now).Begin.AddHours(3);
                for (var past = open.Previous; now - past.To(clock) < TimeSpan.FromDays(LateDays); past = past.Previous)
                {
                    if (await book.MadeAsync(past, cancel) is not { } before || (now >= night && before < night)) await book.MakeAsync(past, cancel);
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            CouldNot(log, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Report figures could not be made; trying again in a minute")]
    private static partial void CouldNot(ILogger log, Exception error);
}
