using System.Collections;
using System.Reflection;
using System.Security.Cryptography;
using CsCheck;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;

namespace UserAdmin.Tests.Properties;

public sealed class EventSealingProperties
{
    private const string SubjectId = "the-subject";
    private const string ActorId = "the-actor";

    /// <summary>Text in events about accounts that says nothing about a person, and why.</summary>
    private static readonly Dictionary<string, string> _plain = new()
    {
        ["ActivityExport.TimeZone"] = "Chosen for a file.",
        ["AttributeValue.Name"] = "The name of a column.",
        ["FieldChange.Field"] = "The name of a field.",
        ["LayoutColumn.Key"] = "The name of a column.",
        ["MailDiscarded.Why"] = "One of the program's sentences.",
        ["ObservedClaim.ClaimType"] = "A kind, not a value.",
        ["ObservedLogin.Provider"] = "The name of a provider.",
        ["ObservedLogin.ProviderName"] = "The name of a provider.",
        ["ObservedPasskey.Key"] = "A hash of a public key, without which no name follows from it.",
        ["ObservedRole.Name"] = "The name of a role.",
        ["UserAttemptRefused.What"] = "One of the program's sentences.",
        ["UserClaimAdded.ClaimType"] = "A kind, not a value.",
        ["UserClaimChanged.ClaimType"] = "A kind, not a value.",
        ["UserClaimRemoved.ClaimType"] = "A kind, not a value.",
        ["UserExport.TimeZone"] = "Chosen for a file.",
        ["UserExternalLoginAdded.Provider"] = "The name of a provider.",
        ["UserExternalLoginAdded.ProviderName"] = "The name of a provider.",
        ["UserExternalLoginRemoved.Provider"] = "The name of a provider.",
        ["UserExternalLoginRemoved.ProviderName"] = "The name of a provider.",
        ["UserPasskeyAdded.Key"] = "A hash of a public key, without which no name follows from it.",
        ["UserPasswordChanged.How"] = "One of the program's sentences.",
        ["UserPermissionRefused.What"] = "One of the program's sentences.",
        ["UserRoleAssigned.RoleName"] = "The name of a role.",
        ["UserRoleRemoved.RoleName"] = "The name of a role.",
        ["UserSort.Field"] = "The name of a field.",
        ["UserSignInFailed.Why"] = "One of the program's sentences.",
        ["UserSignedIn.Method"] = "One of the program's words.",
    };

    public static TheoryData<string> EventTypes => [.. EventCodec.Types.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void TextOfEventsAboutAccounts_IsPersonal_OrListedHereWithTheReason()
    {
        var found = EventCodec
            .Types.Where(type => EventSealing.IsAboutUser(type.Key))
            .SelectMany(type => Texts(type.Value, []))
            .Where(text =>
                !text.IsDefined(typeof(PersonalAttribute))
                && !text.Name.EndsWith("Id", StringComparison.Ordinal)
                && !text.Name.EndsWith("Ref", StringComparison.Ordinal)
                && text.Name != nameof(UserAdmin.Users.UserSessionsEnded.Except)
            )
            .Select(text => $"{text.DeclaringType!.Name}.{text.Name}")
            .ToHashSet();

        found.Order().ShouldBe(_plain.Keys.Order());
    }

    [Fact]
    public void EventWithTheIdOfAUser_IsAboutThatUser()
    {
        var types = EventCodec.Types.Where(type => EventSealing.IsAboutUser(type.Key)).ToList();

        types.ShouldNotBeEmpty();
        types.ShouldEachBe(type => Event(type.Value, "somebody").SubjectId == "somebody");
    }

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Open_OfASealedEvent_GivesItBack_AndWithoutAKeySaysErased(string name)
    {
        var type = EventCodec.Types[name];
        Gen.Select(EventCodecProperties.Made(type), Gen.Bool, Gen.Bool, Gen.Bool)
            .Sample(
                (made, hasReason, hasAddress, isOfAccount) =>
                {
                    var @event = (IEvent)made!;
                    var record = Row(name, @event, hasReason, hasAddress, isOfAccount);
                    var before = record.Copy();
                    var keys = EventSealing
                        .KeysOf(record)
                        .ToDictionary(id => id, byte[]? (_) => RandomNumberGenerator.GetBytes(EventKey.Length));

                    EventSealing.Seal(record, @event, id => keys.GetValueOrDefault(id));

                    record.Version.ShouldBe(EventSealing.Version);
                    var (opened, back) = EventSealing.Open(record, id => keys.GetValueOrDefault(id));
                    EventCodec.Encode(back).ShouldBe(before.Payload);
                    (opened.ActorName, opened.Reason, opened.IpAddress, opened.IsErased).ShouldBe(
                        (before.ActorName, before.Reason, before.IpAddress, false)
                    );

                    var (left, erased) = EventSealing.Open(record, _ => null);
                    erased.ShouldBeOfType(type);
                    left.ActorName.ShouldBe(isOfAccount ? EventSealing.Erased : Actor.System.Name);
                    left.IpAddress.ShouldBeNull();
                    erased.Describe().ShouldNotBeNull();
                    Personal(erased, isErasedOnly: EventSealing.IsAboutUser(name))
                        .ShouldEachBeOrNone(text => text == EventSealing.Erased);
                },
                iter: 40,
                threads: 1
            );
    }

    private static EventRecord Row(string type, IEvent @event, bool hasReason, bool hasAddress, bool isOfAccount) =>
        new()
        {
            Position = 7,
            Type = type,
            SubjectId = SubjectId,
            Payload = EventCodec.Encode(@event),
            ActorId = isOfAccount ? ActorId : Actor.System.Id,
            ActorName = isOfAccount ? "Ada Lovelace" : Actor.System.Name,
            Reason = hasReason ? "As she asked" : null,
            IpAddress = hasAddress ? "192.0.2.7" : null,
            At = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
        };

    private static IEvent Event(Type type, string userId)
    {
        IEvent? made = null;
        EventCodecProperties.Made(type).Sample(one => made = (IEvent)one!, iter: 1, threads: 1);
        type.GetProperty("UserId")!.SetValue(made, userId);
        return made!;
    }

    private static IEnumerable<PropertyInfo> Texts(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
        {
            yield break;
        }

        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var part = property.PropertyType is { IsGenericType: true } list
                ? list.GetGenericArguments()[0]
                : property.PropertyType;
            if (property.PropertyType == typeof(string))
            {
                yield return property;
            }
            else if (part.Namespace?.StartsWith("UserAdmin", StringComparison.Ordinal) is true)
            {
                foreach (var text in Texts(part, seen))
                {
                    yield return text;
                }
            }
        }
    }

    private static IEnumerable<string> Personal(object value, bool isErasedOnly)
    {
        if (!isErasedOnly)
        {
            yield break;
        }

        foreach (var property in value.GetType().GetProperties().Where(property => property.CanWrite))
        {
            var held = property.GetValue(value);
            if (held is string text)
            {
                if (property.IsDefined(typeof(PersonalAttribute)))
                {
                    yield return text;
                }
            }
            else
            {
                foreach (
                    var part in held is IEnumerable list ? list.Cast<object>()
                    : held is null ? []
                    : (object[])[held]
                )
                {
                    if (part.GetType().Namespace?.StartsWith("UserAdmin", StringComparison.Ordinal) is true)
                    {
                        foreach (var inner in Personal(part, isErasedOnly))
                        {
                            yield return inner;
                        }
                    }
                }
            }
        }
    }
}

/// <summary>Assertions of this file.</summary>
internal static class EventSealingAssertions
{
    /// <summary>Asserts that a condition holds for each element, of which there may be none.</summary>
    public static void ShouldEachBeOrNone<T>(this IEnumerable<T> elements, Func<T, bool> condition) =>
        elements.Where(element => !condition(element)).ShouldBeEmpty();
}
