using FluentValidation;
using UserAdmin.Text;

namespace UserAdmin.Applications;

/// <summary>The rules for the fields of an application, both when it is created and when it is changed.</summary>
internal static class ApplicationRules
{
    public static void MustBeApplicationName<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("name")
            .Must(name => UserText.Clean(name) is { } clean && UserText.IsVisible(clean))
            .Coded("text.required", "Enter a name for the application.")
            .Must(name => UserText.Clean(name)!.Length <= 100)
            .Coded("text.too-long", "Use at most 100 characters for the name.");

    public static void MustBeKeyLabel<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("label")
            .Must(label => UserText.Clean(label) is { } clean && UserText.IsVisible(clean))
            .Coded("text.required", "Say what the key is for, such as where it is used.")
            .Must(label => UserText.Clean(label)!.Length <= 100)
            .Coded("text.too-long", "Use at most 100 characters for the label.");

    public static void MustBeAddresses<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Must(addresses => addresses is { Count: <= ApplicationErrors.MostAddresses })
            .Coded("applications.too-many-addresses", "Allow at most 50 addresses and networks.")
            .Must(addresses => addresses.All(address => AllowedAddress.Parse(address) is not null))
            .Coded(
                "applications.address-invalid",
                "Write each address as an IP address or a network, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32."
            );

    public static void MustBeOwner<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Must(id => id is null or { Length: > 0 and <= 450 })
            .Coded("applications.owner-not-found", "There is no such account. Choose another owner.");

    public static void MustBeRate<T>(this IRuleBuilderInitial<T, int> rule) =>
        rule.InclusiveBetween(1, ApplicationErrors.MostRequestsPerMinute)
            .Coded("applications.rate-invalid", "Allow from 1 to 100,000 requests a minute.");

    public static void MustBeToCome<T>(this IRuleBuilderInitial<T, DateTimeOffset?> rule, TimeProvider time) =>
        rule.Must(at => at is not { } end || end > time.GetUtcNow())
            .Coded("applications.expiry-passed", "Choose a moment that is still to come, or none.");
}
