using FluentValidation;
using FluentValidation.Results;
using UserAdmin.Text;

namespace UserAdmin.Webhooks;

/// <summary>The rules for the fields of a webhook, both when it is created and when it is changed.</summary>
internal static class WebhookRules
{
    public static void MustBeReceiver<T>(this IRuleBuilderInitial<T, string> rule, WebhookAddresses addresses) =>
        rule.Custom(
            (url, context) =>
            {
                if (addresses.Problem(url) is { } problem)
                {
                    context.AddFailure(
                        new ValidationFailure(context.PropertyPath, problem.Message) { ErrorCode = problem.Code }
                    );
                }
            }
        );

    public static void MustBeWebhookSecret<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Must(secret => NewWebhookSecret.Parse(secret) is not null)
            .Coded(
                "webhooks.secret-invalid",
                "A secret is “whsec_” and 24 to 64 random bytes as base64. Let the program make one."
            );

    public static void MustBeEventTypes<T>(
        this IRuleBuilderInitial<T, IReadOnlyList<string>> rule,
        Func<T, WebhookFormat> format
    ) =>
        rule.Cascade(CascadeMode.Stop)
            .Must(types =>
                types is not null
                && types.Count <= WebhookEventTypes.All.Count
                && types.All(type => type is not null && WebhookEventTypes.Contains(type))
            )
            .Coded("webhooks.type-unknown", "Choose types of events that exist, or none for all.")
            .Must(
                (command, types) =>
                    format(command) != WebhookFormat.SecurityEvents
                    || !types.Except(WebhookEventTypes.SecurityEvents).Any()
            )
            .Coded(WebhookErrors.TypesWithoutStandard.Code, WebhookErrors.TypesWithoutStandard.Message);

    public static void MustBeFormat<T>(this IRuleBuilderInitial<T, WebhookFormat> rule) =>
        rule.IsInEnum().Coded("webhooks.format-unknown", "Choose Events or SecurityEvents as the format.");
}
