using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Under HTTPS, gives all our cookies names with the prefix <c>__Host-</c> and reads only those. A browser accepts them
/// only from this host over HTTPS, so neither a sibling subdomain nor an unencrypted connection can plant one. Below a
/// path, the path is part of each name, so that several consoles on one host do not read each other's. The rest of the
/// program uses the plain names.
/// </summary>
internal static class HostCookies
{
    private const string HostPrefix = "__Host-";
    private const string Ours = "useradmin";

    /// <summary>Translates the names for the rest of the request.</summary>
    public static Task TranslateAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.IsHttps || http.Request.PathBase.HasValue)
        {
            var names = new Names(http.Request.IsHttps ? HostPrefix : "", SuffixOf(http.Request.PathBase));
            http.Features.Set<IRequestCookiesFeature>(
                new RequestCookiesFeature(new Received(http.Request.Cookies, names))
            );
            http.Features.Set<IResponseCookiesFeature>(new Sending(new Sent(http.Response.Cookies, names)));
        }

        return next(http);
    }

    // The same as in theme.js. A cookie with the prefix has the path "/", so its own path cannot tell it from others.
    private static string SuffixOf(PathString path) => path.Value is { Length: > 0 } text ? text.Replace('/', '!') : "";

    /// <summary>The names as browsers keep them.</summary>
    private sealed record Names(string Prefix, string Suffix)
    {
        public bool IsSecure => Prefix.Length > 0;

        // Not the correlation cookies of external providers, which have another path.
        public string Of(string name) =>
            IsOurs(name) ? Prefix + name + Suffix
            // How a page looks and reads is no secret, and a script writes the first two, so they have no prefix.
            : name is "theme" or "zone" or LanguageChoice.Cookie ? name + Suffix
            : name;

        /// <summary>Returns the plain name, or null for a cookie that is hidden.</summary>
        public string? PlainOf(string name)
        {
            var bare = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
            bare = bare.StartsWith(HostPrefix, StringComparison.Ordinal) ? bare[HostPrefix.Length..] : bare;
            return Of(bare) == name ? bare
                : Of(name) == name && !name.StartsWith(HostPrefix + Ours, StringComparison.Ordinal) ? name
                : null;
        }

        public static bool IsOurs(string name) => name.StartsWith(Ours, StringComparison.Ordinal);
    }

    private sealed class Sending(IResponseCookies cookies) : IResponseCookiesFeature
    {
        public IResponseCookies Cookies { get; } = cookies;
    }

    private sealed class Received(IRequestCookieCollection all, Names names) : IRequestCookieCollection
    {
        public int Count => Keys.Count;

        public ICollection<string> Keys => [.. this.Select(cookie => cookie.Key)];

        public string? this[string key] => all[names.Of(key)];

        public bool ContainsKey(string key) => all.ContainsKey(names.Of(key));

        public bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            all.TryGetValue(names.Of(key), out value);

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            all.Select(cookie => (Plain: names.PlainOf(cookie.Key), cookie.Value))
                .Where(cookie => cookie.Plain is not null)
                .Select(cookie => KeyValuePair.Create(cookie.Plain!, cookie.Value))
                .GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Sent(IResponseCookies all, Names names) : IResponseCookies
    {
        public void Append(string key, string value) => Append(key, value, new CookieOptions());

        public void Append(string key, string value, CookieOptions options) =>
            all.Append(names.Of(key), value, Protected(key, options));

        public void Delete(string key) => Delete(key, new CookieOptions());

        public void Delete(string key, CookieOptions options) => all.Delete(names.Of(key), Protected(key, options));

        // Required by browsers for the prefix.
        private CookieOptions Protected(string key, CookieOptions options) =>
            !names.IsSecure ? options
            : !Names.IsOurs(key) ? new(options) { Secure = true }
            : new(options)
            {
                Secure = true,
                Path = "/",
                Domain = null,
            };
    }
}
