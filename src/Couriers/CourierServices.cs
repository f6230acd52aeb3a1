using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;
using HotspotManager.Couriers.Mail;
using HotspotManager.Couriers.Telegram;
using Microsoft.Extensions.DependencyInjection;

namespace HotspotManager.Couriers;

/// <summary>Wires the couriers. A new kind is one line here and its word in CourierList.Kinds.</summary>
public static class CourierServices
{
    public static IServiceCollection AddCouriers(this IServiceCollection services) => services.AddSingleton<CourierHttp>().AddSingleton<TelegramApi>().AddSingleton<TelegramPace>()
        .AddSingleton<ICourierKind, HttpCourier>().AddSingleton<ICourierKind, KannelCourier>().AddSingleton<ICourierKind, LogCourier>().AddSingleton<ICourierKind, WebhookCourier>()
        .AddSingleton<ICourierKind, TelegramCourier>().AddSingleton<ICourierKind>(p => new SmtpCourier(p.GetRequiredService<SecretBox>(), p.GetRequiredService<TimeProvider>()))
        .AddHostedService<TelegramListener>();
}
