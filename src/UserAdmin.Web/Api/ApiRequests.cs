using Microsoft.AspNetCore.Diagnostics;
using UserAdmin.Applications;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Web.Api.Rest;

namespace UserAdmin.Web.Api;

/// <summary>
/// The way of every request below <c>/api</c> and <c>/scim</c>: a key is demanded before anything is read, and whatever
/// goes wrong is answered as data, never as a page. Cookies mean nothing here, so no other site can use a browser.
/// </summary>
internal static class ApiRequests
{
    private const string Scheme = "Bearer ";

    private static readonly Error _noKey = new(
        "api.no-key",
        "Send the key of an application: “Authorization: Bearer KEY”. Administrators make keys on the page "
            + "Applications."
    );
    private static readonly Error _badKey = new(
        "api.bad-key",
        "This key opens nothing: it is unknown, revoked or expired, or its application is. Ask an administrator for "
            + "another."
    );
    private static readonly Error _badAddress = new(
        "api.address-not-allowed",
        "The application may not be used from this address. An administrator can change its allowed addresses."
    );
    private static readonly Error _notFound = new("api.not-found", "There is nothing at this address.");
    private static readonly Error _notAllowed = new("api.method", "This address does not take this method.");
    private static readonly Error _tooLarge = new(
        "api.too-large",
        "The body is larger than this address takes. Send it in parts."
    );
    private static readonly Error _mediaType = new(
        "api.media-type",
        "This address does not take a body of this Content-Type; most take application/json. The document of the API "
            + "says which one."
    );
    private static readonly Error _refused = new("api.refused", "The server cannot take this request as it was sent.");
    private static readonly Error _broken = new(
        "api.broken",
        "Something went wrong here and was logged. Whether anything changed is not certain: send the same request "
            + "again with the same Idempotency-Key."
    );

    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddApplicationRequests(this IServiceCollection services) =>
        services.AddSingleton<KeyBudgets>().AddSingleton<RequestLogging>();

    /// <summary>Adds the middleware. It has to stand after routing and before what answers with pages.</summary>
    public static void UseApplications(this IApplicationBuilder app) =>
        app.UseWhen(http => ApiFaults.IsOfApplication(http.Request), api => api.Use(PassAsync));

    private static async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        // A person who has signed in may read the document without a key; its endpoint looks for one.
        if (http.Request.Path.Equals(ApiDocument.Address) && http.Request.Headers.Authorization.Count == 0)
        {
            await AnswerAsync(http, next);
            return;
        }

        if (!await OpenAsync(http))
        {
            return;
        }

        var log = http.RequestServices.GetRequiredService<RequestLogging>();
        await log.PassAsync(
            http,
            async () =>
            {
                if (await Budgets(http).TakeAsync(http, ApiCaller.Of(http).Application))
                {
                    await AnswerAsync(http, next);
                }
            }
        );
    }

    private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await SayAsync(http, fault);
            return;
        }

        // The server's own refusals have no body.
        if (
            !http.Response.HasStarted
            && http.Response is { StatusCode: >= 400 and var status, ContentType: null, ContentLength: null }
        )
        {
            await ApiFaults.WriteAsync(
                http,
                status,
                status switch
                {
                    StatusCodes.Status404NotFound => _notFound,
                    StatusCodes.Status405MethodNotAllowed => _notAllowed,
                    StatusCodes.Status413PayloadTooLarge => _tooLarge,
                    StatusCodes.Status415UnsupportedMediaType => _mediaType,
                    _ => _refused,
                }
            );
        }
    }

    private static async Task<bool> OpenAsync(HttpContext http)
    {
        var sent = http.Request.Headers.Authorization.ToString();
        if (!sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await ApiFaults.WriteAsync(http, StatusCodes.Status401Unauthorized, _noKey);
            return false;
        }

        var key = sent[Scheme.Length..].Trim();
        if (!await Budgets(http).MayAskAsync(http, key))
        {
            return false;
        }

        var keys = http.RequestServices.GetRequiredService<IApplicationKeys>();
        var answer = await keys.FindAsync(key, http.Connection.RemoteIpAddress, http.RequestAborted);
        if (answer.Application is null)
        {
            if (!await Budgets(http).TakeWrongAsync(http))
            {
                return false;
            }

            var isAddress = answer.Verdict == ApplicationKeyVerdict.AddressNotAllowed;
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            await ApiFaults.WriteAsync(
                http,
                isAddress ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized,
                isAddress ? _badAddress : _badKey
            );
            return false;
        }

        Budgets(http).Opened(answer.Application.KeyId);
        http.Features.Set(ActivatorUtilities.CreateInstance<ApiCaller>(http.RequestServices, http, answer.Application));
        return true;
    }

    private static KeyBudgets Budgets(HttpContext http) => http.RequestServices.GetRequiredService<KeyBudgets>();

    private static Task SayAsync(HttpContext http, Exception fault)
    {
        switch (fault)
        {
            case DatabaseUnavailableException unavailable:
                http.Response.Headers.RetryAfter = "5";
                return ApiFaults.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, unavailable.Error);
            case BadHttpRequestException bad:
                return ApiFaults.WriteAsync(http, bad.StatusCode, new Error("api.bad-request", bad.Message));
            default:
                http.RequestServices.GetRequiredService<ILoggerFactory>()
                    .CreateLogger(typeof(ApiRequests))
                    .LogError(fault, "A request of an application failed.");
                return ApiFaults.WriteAsync(http, StatusCodes.Status500InternalServerError, _broken);
        }
    }
}
