using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using UserAdmin.Account;
using UserAdmin.Account.Passkeys;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Account.Passkeys;

/// <summary>
/// The endpoints for both halves of both WebAuthn ceremonies, used by the scripts of the sign-in page and the account
/// page. Refusals are answered with a text.
/// </summary>
internal static class PasskeyEndpoints
{
    private static string TooLate => T("This took too long, or was started elsewhere. Try again.");

    // A credential with a certificate chain takes several kilobytes.
    private const long MostBytes = 64 * 1024;

    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddIdentityCore<PasskeyUser>().AddUserStore<PasskeyUserStore>();
        services.AddScoped<IPasskeyHandler<PasskeyUser>, PasskeyHandler<PasskeyUser>>();
        services.AddSingleton<PasskeyCeremonies>();
        services
            .AddOptions<IdentityPasskeyOptions>()
            .Configure<IConfiguration>(
                (passkeys, configuration) =>
                {
                    passkeys.ServerDomain = configuration["UserAdmin:Passkeys:ServerDomain"] is { Length: > 0 } domain
                        ? domain
                        : null;
                    // A fingerprint, a face or a PIN in addition to the device: two factors in one gesture, and no
                    // address to type.
                    (passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement) = ("required", "required");
                }
            );
        return services;
    }

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/account/passkeys")
            .AddEndpointFilter(RefuseForgedAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        group.MapPost("/request-options", RequestOptionsAsync);
        group.MapPost("/sign-in", SignInAsync);
        group.MapPost("/creation-options", CreationOptionsAsync);
        group.MapPost("/add", AddAsync);
    }

    private static async Task<IResult> RequestOptionsAsync(
        HttpContext http,
        IPasskeyHandler<PasskeyUser> handler,
        PasskeyCeremonies ceremonies
    )
    {
        // Without an account: the authenticator finds it, and the answer reveals nothing about any account.
        var options = await handler.MakeRequestOptionsAsync(null, http);
        return Begin(
            ceremonies.Begin(http, PasskeyCeremonies.SignIn, options.AssertionState!),
            options.RequestOptionsJson
        );
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http,
        Answered answered,
        IPasskeyHandler<PasskeyUser> handler,
        PasskeyCeremonies ceremonies,
        BrowserSession browser,
        ILogger<PasskeyUser> logger
    )
    {
        if (
            answered.Credential.ValueKind != JsonValueKind.Object
            || ceremonies.Take(http, PasskeyCeremonies.SignIn, answered.Ceremony) is not { } state
        )
        {
            return Refused(TooLate);
        }

        var result = await handler.PerformAssertionAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = answered.Credential.GetRawText(),
                AssertionState = state,
            }
        );
        if (!result.Succeeded)
        {
            logger.LogInformation("A passkey was not accepted: {Reason}", result.Failure.Message);
            return Refused(PasskeyErrors.SignInRefused.Message);
        }

        // Only the program itself may say that a passkey was verified; the events name the person.
        var context = BrowserSession.Context(http, Actor.System) with
        {
            CommandId = PasskeyCeremonies.CommandIdOf(state),
        };
        var session = await browser.OpenAsync(
            http,
            context,
            (sessionId, userAgent) =>
                new SignInWithPasskey(
                    sessionId,
                    result.User.Id,
                    Base64Url.EncodeToString(result.Passkey.CredentialId),
                    result.Passkey.SignCount,
                    result.Passkey.IsBackedUp
                )
                {
                    UserAgent = userAgent,
                }
        );
        return session is null
            ? Refused(PasskeyErrors.SignInRefused.Message)
            : TypedResults.Json(
                new
                {
                    address = http.Request.PathBase.ToUriComponent()
                        + SessionSteps.AddressOf(session, answered.ReturnUrl),
                }
            );
    }

    private static async Task<IResult> CreationOptionsAsync(
        HttpContext http,
        IPasskeyHandler<PasskeyUser> handler,
        PasskeyCeremonies ceremonies,
        IPasskeys passkeys
    )
    {
        if (
            SessionOf(http) is not { } session
            || await passkeys.FindOwnerAsync(session.UserId, http.RequestAborted) is not { } owner
        )
        {
            return Refused(MessagingErrors.NotSignedIn.Message);
        }

        var options = await handler.MakeCreationOptionsAsync(
            new()
            {
                Id = owner.UserId,
                Name = owner.UserName,
                DisplayName = owner.DisplayName,
            },
            http
        );
        return Begin(
            ceremonies.Begin(http, PasskeyCeremonies.Add(session.Id), options.AttestationState!),
            options.CreationOptionsJson
        );
    }

    private static async Task<IResult> AddAsync(
        HttpContext http,
        Answered answered,
        IPasskeyHandler<PasskeyUser> handler,
        PasskeyCeremonies ceremonies,
        ICommandBus commands,
        ILogger<PasskeyUser> logger
    )
    {
        if (SessionOf(http) is not { } session)
        {
            return Refused(MessagingErrors.NotSignedIn.Message);
        }

        if (
            answered.Credential.ValueKind != JsonValueKind.Object
            || ceremonies.Take(http, PasskeyCeremonies.Add(session.Id), answered.Ceremony) is not { } state
        )
        {
            return Refused(TooLate);
        }

        var result = await handler.PerformAttestationAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = answered.Credential.GetRawText(),
                AttestationState = state,
            }
        );
        if (!result.Succeeded || result.UserEntity.Id != session.UserId)
        {
            logger.LogInformation("A new passkey was not accepted: {Reason}", result.Failure?.Message);
            return Refused(
                T("The passkey could not be verified, so it was not added. Try again, or use another device.")
            );
        }

        var context = BrowserSession.Context(http, Actor.User(session.UserId)) with
        {
            CommandId = PasskeyCeremonies.CommandIdOf(state),
        };
        var name = PasskeyNames.For(answered.Credential, http.Request.Headers);
        var added = await commands.SendAsync(new AddOwnPasskey(result.Passkey, name), context, http.RequestAborted);
        return added.IsAccepted
            ? TypedResults.Json(new { passkeyId = Base64Url.EncodeToString(result.Passkey.CredentialId), name })
            : Refused(added.Errors[0].Message);
    }

    private static Session? SessionOf(HttpContext http) =>
        BrowserSession.Of(http) is { Step: SessionStep.None } session ? session : null;

    private static async ValueTask<object?> RefuseForgedAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? await next(context)
            : Refused(T("This page is out of date. Reload it and try again."));
    }

    // The options are already JSON, in the WebAuthn format.
    private static JsonHttpResult<Begun> Begin(string ceremony, string options) =>
        TypedResults.Json(new Begun(ceremony, JsonSerializer.Deserialize<JsonElement>(options)));

    private static JsonHttpResult<Refusal> Refused(string message) =>
        TypedResults.Json(new Refusal(FromCore(message)), statusCode: StatusCodes.Status400BadRequest);

    private sealed record Begun(string Ceremony, JsonElement Options);

    private sealed record Refusal(string Message);

    /// <summary>The second half of a ceremony.</summary>
    /// <param name="Ceremony">The text that the first half returned.</param>
    /// <param name="Credential">The result of the browser's <c>navigator.credentials</c>, as JSON (WebAuthn level 3,
    /// section 5.1).</param>
    /// <param name="ReturnUrl">The address to open after signing in.</param>
    internal sealed record Answered(string? Ceremony, JsonElement Credential, string? ReturnUrl = null);
}
