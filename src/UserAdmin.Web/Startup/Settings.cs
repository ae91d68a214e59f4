using UserAdmin.Anchors;
using UserAdmin.Bulk;
using UserAdmin.Mail;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Web.Account;
using UserAdmin.Web.Hardening;
using UserAdmin.Web.Startup.Telemetry;
using UserAdmin.Webhooks;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Checks settings and command line before anything starts. A setting that nothing reads is a typing error, and its
/// default would silently stay in force.
/// </summary>
internal static class Settings
{
    /// <summary>
    /// The settings that the command line accepts besides <c>UserAdmin:…</c>; the framework checks its own.
    /// </summary>
    private static readonly string[] _sections =
    [
        "UserAdmin",
        "ConnectionStrings",
        "urls",
        "AllowedHosts",
        "Kestrel",
        "Logging",
        "environment",
        "http_ports",
        "https_ports",
    ];

    private static readonly string[] _connections = ["ConnectionStrings:Write", "ConnectionStrings:Read"];

    private static readonly string[] _ofProvider =
    [
        "Authority",
        "ClientId",
        "ClientSecret",
        "DisplayName",
        "Scopes",
        "LinkByVerifiedEmail",
        "TrustsMfa",
        "RequireHttpsMetadata",
    ];

    private static readonly string[] _ofCertificate = ["Path", "Password"];

    /// <summary>
    /// Every setting under <c>UserAdmin</c>, except those of external logins, whose names contain the provider.
    /// </summary>
    internal static IReadOnlyList<string> Known { get; } =
    [
        .. Of<UserAdminOptions>(UserAdminOptions.Section),
        .. Of<BulkOptions>(BulkOptions.Section),
        .. Of<BackupOptions>(BackupOptions.Section),
        .. Of<MailOptions>(MailOptions.Section),
        .. Of<AnchorOptions>(AnchorOptions.Section),
        .. Of<WebhookOptions>(WebhookOptions.Section),
        .. new[]
        {
            "PublicUrl",
            "PathBase",
            "FirstAdministrator:Email",
            "FirstAdministrator:Password",
            "FirstAdministrator:DisplayName",
            "Passkeys:ServerDomain",
            "SignInAttemptsPerMinute",
            "ConnectionsPerAddress",
            "TrustedProxies",
            "StrictTransportSecurity",
            "KeyCertificate:Path",
            "KeyCertificate:Password",
            "Metrics:Prometheus",
            "Metrics:From",
            "PseudoLanguage",
        }.Select(name => $"{UserAdminOptions.Section}:{name}"),
    ];

    /// <summary>
    /// Splits the command line into the words of the verb and the settings, whose value may be a separate word.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <returns>The words, and the settings as one word each.</returns>
    public static (string[] Words, string[] Settings) Split(IReadOnlyList<string> args)
    {
        var (words, settings) = (new List<string>(), new List<string>());
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].Split('=')[0];
            if (!IsSetting(name))
            {
                words.Add(args[i]);
            }
            else if (name.Length == args[i].Length && i + 1 < args.Count)
            {
                settings.Add($"{args[i]}={args[++i]}");
            }
            else
            {
                settings.Add(args[i]);
            }
        }

        return ([.. words], [.. settings]);
    }

    /// <summary>Checks all settings.</summary>
    /// <param name="args">The settings of the command line.</param>
    /// <exception cref="StartupException">Something is unknown or out of range; the text says what and what to
    /// do.</exception>
    public static void Check(IReadOnlyList<string> args) => Check(Read(args));

    /// <summary>Reads the settings as the program's host does.</summary>
    /// <param name="args">The settings of the command line.</param>
    internal static IConfiguration Read(IReadOnlyList<string> args)
    {
        var environment =
            Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? "Production";
        return new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. args])
            .Build();
    }

    /// <summary>Checks settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="StartupException">One is unknown or out of range.</exception>
    internal static void Check(IConfiguration configuration)
    {
        foreach (var (key, value) in configuration.AsEnumerable().Where(pair => pair.Value is not null))
        {
            if (IsUnder(key, UserAdminOptions.Section) && !IsKnown(key))
            {
                throw new StartupException(
                    $"There is no setting {key}.{Nearest(key)} docs/SETTINGS.md lists them all."
                );
            }

            // The environment may also contain connection strings of other applications; a name that is nearly ours is
            // a typing error.
            if (
                IsUnder(key, "ConnectionStrings")
                && !_connections.Contains(key, StringComparer.OrdinalIgnoreCase)
                && _connections.Any(known => Distance(known.ToUpperInvariant(), key.ToUpperInvariant()) <= 2)
            )
            {
                throw new StartupException(
                    $"There is no setting {key}. A database is set with ConnectionStrings:Write or "
                        + "ConnectionStrings:Read."
                );
            }
        }

        var options = configuration.GetSection(UserAdminOptions.Section).Get<UserAdminOptions>() ?? new();
        var bulk = configuration.GetSection(BulkOptions.Section).Get<BulkOptions>() ?? new();
        var backup = configuration.GetSection(BackupOptions.Section).Get<BackupOptions>() ?? new();
        string? problem =
            options.SessionLifetime < TimeSpan.FromHours(1)
            || options.SessionLifetime > TimeSpan.FromHours(720)
            || options.SessionLifetime.Ticks % TimeSpan.TicksPerHour != 0
                ? "UserAdmin:SessionLifetime has to be whole hours, 01:00:00 to 30.00:00:00."
            : options.PasswordHashIterations < 1
                ? "UserAdmin:PasswordHashIterations has to be 1 or more; 210000 unless set."
            : options.DrainTime < TimeSpan.Zero || options.DrainTime > TimeSpan.FromMinutes(10)
                ? "UserAdmin:DrainTime has to be 00:00:00 to 00:10:00; 00:00:30 unless set."
            : string.IsNullOrWhiteSpace(options.DataDirectory)
                ? "UserAdmin:DataDirectory is empty. Name a folder, or leave the setting out."
            : bulk.BatchSize is < 1 or > 1_000 ? "UserAdmin:Bulk:BatchSize has to be 1 to 1000."
            : bulk.PauseBetweenBatches < TimeSpan.Zero || bulk.PauseBetweenBatches > TimeSpan.FromHours(1)
                ? "UserAdmin:Bulk:PauseBetweenBatches has to be 00:00:00 to 01:00:00."
            : backup.KeepDays is < 1 or > 3_650
                ? "UserAdmin:Backup:KeepDays has to be 1 to 3650; without it no backup is deleted."
            : backup.Folder is not null && !Directory.Exists(backup.Folder)
                ? $"UserAdmin:Backup:Folder does not exist: {backup.Folder}. Create it, best on another disk."
            : configuration.GetValue<int?>("UserAdmin:SignInAttemptsPerMinute") < 1
                ? "UserAdmin:SignInAttemptsPerMinute has to be 1 or more."
            : configuration.GetValue<int?>("UserAdmin:ConnectionsPerAddress") < 1
                ? "UserAdmin:ConnectionsPerAddress has to be 1 or more."
            : null;
        if (problem is not null)
        {
            throw new StartupException(problem);
        }

        _ = ScrapeRule.Of(configuration);
        BasePath.CheckPublicUrls(configuration);
        BasePath.CheckUrls(configuration);
    }

    /// <summary>Returns “ Did you mean …?” if a setting has nearly the name of an unknown option.</summary>
    public static string NearestTo(string option) =>
        Nearest($"{UserAdminOptions.Section}:{option.TrimStart('-', '/')}");

    private static bool IsSetting(string name) =>
        (name.StartsWith("--", StringComparison.Ordinal) || name.StartsWith('/'))
        && _sections.Any(section => IsUnder(name.TrimStart('-', '/'), section));

    private static bool IsKnown(string key)
    {
        var providers = $"{UserAdminOptions.Section}:ExternalLogins:";
        return Known.Contains(key, StringComparer.OrdinalIgnoreCase)
            || IsUnder(key, "UserAdmin:TrustedProxies")
            || IsUnder(key, ScrapeRule.FromSetting)
            || (
                IsUnder(key, KeyCertificates.Former)
                && key[KeyCertificates.Former.Length..].Split(':') is [_, _, var part]
                && _ofCertificate.Contains(part, StringComparer.OrdinalIgnoreCase)
            )
            || (
                key.StartsWith(providers, StringComparison.OrdinalIgnoreCase)
                && key[providers.Length..].Split(':') is [var name, var setting, ..]
                && !name.Contains(',', StringComparison.Ordinal)
                && _ofProvider.Contains(setting, StringComparer.OrdinalIgnoreCase)
            );
    }

    private static bool IsUnder(string key, string section) =>
        key.StartsWith(section, StringComparison.OrdinalIgnoreCase)
        && (key.Length == section.Length || key[section.Length] == ':');

    /// <summary>Returns “ Did you mean …?” if a setting differs only in a few letters.</summary>
    private static string Nearest(string key)
    {
        var (near, distance) = Known
            .Select(known => (known, Distance(known.ToUpperInvariant(), key.ToUpperInvariant())))
            .MinBy(pair => pair.Item2);
        return distance <= 3 ? $" Did you mean {near}?" : "";
    }

    // Levenshtein.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                (diagonal, row[j]) = (
                    row[j],
                    Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1))
                );
            }
        }

        return row[^1];
    }

    private static IEnumerable<string> Of<TOptions>(string section) =>
        typeof(TOptions)
            .GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => $"{section}:{property.Name}");
}
