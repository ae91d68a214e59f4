using System.Net;
using System.Text.RegularExpressions;
using UserAdmin.EndToEnd.Browsers;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>A client without a browser: it sees headers, and can send what no browser would.</summary>
internal sealed partial class HttpVisitor : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Creates a client without cookies that does not follow redirects.</summary>
    /// <param name="address">Where the program is.</param>
    /// <param name="headers">Headers of every request.</param>
    public HttpVisitor(string address, params (string Name, string Value)[] headers)
    {
        _http = new HttpClient(
            new HttpClientHandler
            {
                AllowAutoRedirect = false,
                CookieContainer = Cookies,
                ServerCertificateCustomValidationCallback =
                    HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            }
        )
        {
            BaseAddress = new Uri(address),
        };
        foreach (var (name, value) in headers)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>The client's cookies.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Sends a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its address.</param>
    /// <param name="content">Its body, or none.</param>
    /// <param name="headers">Further headers.</param>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens an address.</summary>
    /// <param name="path">The address.</param>
    /// <param name="headers">Further headers.</param>
    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Opens a page and sends the form on it.</summary>
    /// <param name="path">Address of the page with the form.</param>
    /// <param name="fields">The values that are typed.</param>
    public Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields) =>
        SubmitAsync(path, path, fields);

    /// <summary>Fills the sign-in form and sends it.</summary>
    /// <param name="person">The person who signs in.</param>
    /// <param name="password">The typed password; the person's own unless given.</param>
    public Task<HttpResponseMessage> SignInAsync(Person person, string? password = null) =>
        SubmitAsync("/account/sign-in", ("Form.Email", person.Email), ("Form.Password", password ?? person.Password));

    /// <summary>Presses "Sign out" on the list of users.</summary>
    public Task<HttpResponseMessage> SignOutAsync() => SubmitAsync("/users", "/account/sign-out", []);

    /// <summary>Returns the text of an answer.</summary>
    /// <param name="answer">The answer.</param>
    public static Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Opens a page and sends one of its forms elsewhere.</summary>
    /// <param name="path">Address of the page with the form.</param>
    /// <param name="target">Where the form is sent.</param>
    /// <param name="fields">The values that are typed, in place of hidden ones of the same names.</param>
    public async Task<HttpResponseMessage> SubmitAsync(string path, string target, (string Name, string Value)[] fields)
    {
        using var page = await GetAsync(path);
        // A page can have several forms, each with its own tokens.
        var mark = fields.Length > 0 ? $"name=\"{fields[0].Name}\"" : $"action=\"{target.TrimStart('/')}\"";
        var html = Forms()
            .Matches(await TextAsync(page))
            .Select(match => match.Value)
            .First(form => form.Contains(mark, StringComparison.Ordinal));
        var hidden = HiddenFields()
            .Matches(html)
            .Select(match => KeyValuePair.Create(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)));
        using var form = new FormUrlEncodedContent(
            hidden
                .Where(field => fields.All(typed => typed.Name != field.Key))
                .Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))
        );
        return await SendAsync(HttpMethod.Post, target, form);
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenFields();
}
