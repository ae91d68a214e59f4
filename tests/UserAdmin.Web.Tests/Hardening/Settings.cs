using Microsoft.Extensions.Configuration;

namespace UserAdmin.Web.Tests.Hardening;

/// <summary>Settings without a file.</summary>
internal static class Settings
{
    public static IConfiguration Of(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))
            )
            .Build();
}
