using HotspotManager.Core.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace HotspotManager.Couriers;

/// <summary>Wires the couriers. A new kind is one line here and its word in CourierList.Kinds.</summary>
public static class CourierServices
{
    public static IServiceCollection AddCouriers(this IServiceCollection services) => services.AddSingleton<CourierHttp>()
        .AddSingleton<ICourierKind, HttpCourier>().AddSingleton<ICourierKind, KannelCourier>().AddSingleton<ICourierKind, LogCourier>();
}
