using UserAdmin.Storage;

namespace UserAdmin.Web.Account.External;

/// <summary>A provider of logins, as configured under <c>UserAdmin:ExternalLogins:&lt;scheme&gt;</c>.</summary>
public sealed class ExternalProvider
{
    /// <summary>Name of the provider in the configuration, in addresses and in the database.</summary>
    public string Scheme { get; internal set; } = "";

    /// <summary>The provider as people read it; the scheme unless set.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Address of the provider; its discovery document stands below (OpenID Connect Discovery).</summary>
    public string Authority { get; set; } = "";

    /// <summary>Our id at the provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Our secret at the provider, or null for a public client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The requested scopes, separated by spaces.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>
    /// Whether an address that the provider has verified opens the account with that confirmed address, and links it.
    /// Only for providers that own their addresses.
    /// </summary>
    public bool LinkByVerifiedEmail { get; set; }

    /// <summary>
    /// Whether no second factor is asked for here if the provider says that it has asked for one (<c>amr</c> contains
    /// <c>mfa</c>, RFC 8176).
    /// </summary>
    public bool TrustsMfa { get; set; }

    /// <summary>Whether the provider has to be reached over HTTPS.</summary>
    public bool RequireHttpsMetadata { get; set; } = true;
}

/// <summary>The configured providers, in the order of their names.</summary>
/// <param name="all">The providers.</param>
public sealed class ExternalProviders(IReadOnlyList<ExternalProvider> all)
{
    private const string Section = "UserAdmin:ExternalLogins";

    /// <summary>Every provider.</summary>
    public IReadOnlyList<ExternalProvider> All => all;

    /// <summary>A provider by its scheme, or null.</summary>
    /// <param name="scheme">Name in the configuration.</param>
    public ExternalProvider? Find(string? scheme) => all.FirstOrDefault(provider => provider.Scheme == scheme);

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="StartupException">A provider is configured incompletely; the text says what is
    /// missing.</exception>
    internal static ExternalProviders From(IConfiguration configuration) =>
        new([
            .. configuration
                .GetSection(Section)
                .GetChildren()
                .Select(Read)
                .OrderBy(provider => provider.DisplayName, StringComparer.CurrentCulture),
        ]);

    private static ExternalProvider Read(IConfigurationSection section)
    {
        var provider = section.Get<ExternalProvider>() ?? new ExternalProvider();
        provider.Scheme = section.Key;
        provider.DisplayName = provider.DisplayName is { Length: > 0 and <= 100 } name ? name : section.Key;
        var problem =
            !section.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                ? "has a name that cannot stand in an address. Use letters, digits and hyphens."
            : !Uri.TryCreate(provider.Authority, UriKind.Absolute, out var authority)
                ? "needs an Authority, the address of the provider, such as https://login.example.com."
            : authority.Scheme != Uri.UriSchemeHttps && provider.RequireHttpsMetadata
                ? "has an Authority without https://. Set RequireHttpsMetadata to false only for a test."
            : provider.ClientId.Length == 0 ? "needs a ClientId, as the provider has given it."
            : null;
        return problem is null ? provider : throw new StartupException($"The setting {section.Path} {problem}");
    }
}
