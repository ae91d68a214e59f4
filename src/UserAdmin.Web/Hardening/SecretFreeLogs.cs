using Microsoft.Extensions.Options;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Silences, below warnings, the framework's log categories that contain what people send: addresses with their query,
/// which may contain one-time tokens, and the arguments of circuit messages, which contain typed text. This applies
/// whatever level is configured, so that debugging does not collect passwords.
/// </summary>
internal sealed class SecretFreeLogs : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly string[] _talkative =
    [
        "Microsoft.AspNetCore.Authentication",
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.HttpOverrides",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.SignalR",
        "Microsoft.IdentityModel",
        "System.Net.Http",
    ];

    /// <inheritdoc/>
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // The framework uses only the best matching rule, so each rule must include this check.
        var rules = options
            .Rules.Prepend(new LoggerFilterRule(null, null, options.MinLevel, null))
            .Select(rule => new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) =>
                    (rule.Filter is null || rule.Filter(provider, category, level)) && MayBeWritten(category, level)
            ))
            .ToList();
        options.Rules.Clear();
        foreach (var rule in rules)
        {
            options.Rules.Add(rule);
        }
    }

    private static bool MayBeWritten(string? category, LogLevel level) =>
        level >= LogLevel.Warning || category is null || !_talkative.Any(talkative => IsWithin(category, talkative));

    private static bool IsWithin(string category, string part) =>
        category.StartsWith(part, StringComparison.OrdinalIgnoreCase)
        && (category.Length == part.Length || category[part.Length] == '.');
}
