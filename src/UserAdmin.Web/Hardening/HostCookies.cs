using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Under HTTPS, gives all our cookies names with the prefix <c>__Host-</c> and reads only those. A browser accepts them
/// only from this host over HTTPS, so neither a sibling subdomain nor an unencrypted connection can plant one. The rest
/// of the program uses the plain names.
/// </summary>
internal static class HostCookies
{
    private const string Prefix = "__Host-";

    /// <summary>Translates the names for the rest of the request.</summary>
    public static Task TranslateAsync(HttpContext http, RequestDelegate next)
    {
        // The prefix requires the path "/", which is shared with others below a path base.
        if (http.Request.IsHttps && !http.Request.PathBase.HasValue)
        {
            http.Features.Set<IRequestCookiesFeature>(new RequestCookiesFeature(new Received(http.Request.Cookies)));
            http.Features.Set<IResponseCookiesFeature>(new Sending(new Sent(http.Response.Cookies)));
        }

        return next(http);
    }

    // Not the theme's cookie, which a script writes, nor the correlation cookies of external providers, which have
    // another path.
    private static string NameOf(string name) =>
        name.StartsWith("useradmin", StringComparison.Ordinal) ? Prefix + name : name;

    private sealed class Sending(IResponseCookies cookies) : IResponseCookiesFeature
    {
        public IResponseCookies Cookies { get; } = cookies;
    }

    private sealed class Received(IRequestCookieCollection all) : IRequestCookieCollection
    {
        public int Count => all.Count;

        public ICollection<string> Keys => [.. this.Select(cookie => cookie.Key)];

        public string? this[string key] => all[NameOf(key)];

        public bool ContainsKey(string key) => all.ContainsKey(NameOf(key));

        public bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            all.TryGetValue(NameOf(key), out value);

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            all.Where(cookie => NameOf(cookie.Key) == cookie.Key)
                .Select(cookie =>
                    cookie.Key.StartsWith(Prefix, StringComparison.Ordinal)
                        ? KeyValuePair.Create(cookie.Key[Prefix.Length..], cookie.Value)
                        : cookie
                )
                .GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Sent(IResponseCookies all) : IResponseCookies
    {
        public void Append(string key, string value) => Append(key, value, new CookieOptions());

        public void Append(string key, string value, CookieOptions options) =>
            all.Append(NameOf(key), value, Protected(key, options));

        public void Delete(string key) => Delete(key, new CookieOptions());

        public void Delete(string key, CookieOptions options) => all.Delete(NameOf(key), Protected(key, options));

        // Required by browsers for this prefix.
        private static CookieOptions Protected(string key, CookieOptions options) =>
            NameOf(key) == key
                ? new(options) { Secure = true }
                : new(options)
                {
                    Secure = true,
                    Path = "/",
                    Domain = null,
                };
    }
}
