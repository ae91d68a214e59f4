using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace UserAdmin.Messaging;

/// <summary>
/// Checks what the types of a message or event declare but the runtime does not enforce: non-nullable values are not
/// null, an enum has one of its defined values, a text contains only characters that can be stored. Every message is
/// checked, because it may come from JSON of any source.
/// </summary>
internal static class MessageShape
{
    private static readonly ConcurrentDictionary<Type, Member[]> _members = new();
    private static readonly Lock _reading = new();
    private static readonly NullabilityInfoContext _nullability = new();

    /// <summary>Refuses a message that lacks a value, so that handlers can rely on the declared types.</summary>
    public static Error? Missing(object message) =>
        Missing(First(message, static (value, member) => value is null && !member.MayBeNull));

    /// <summary>
    /// Like <see cref="Missing(object)"/>, but ignores the texts of the message itself, because the validators report
    /// all problems with those at once.
    /// </summary>
    public static Error? MissingWithin(object message) =>
        Missing(
            First(
                message,
                (value, member) =>
                    value is null && !member.MayBeNull && (member.Type != typeof(string) || member.IsWithin)
            )
        );

    private static Error? Missing(string? field) =>
        field is not null
            ? new(
                "message.value-missing",
                $"A value is missing: {field}. Send the command or query with all of its values.",
                field
            )
            : null;

    /// <summary>Refuses a message with a value that its type does not have.</summary>
    /// <param name="message">The message.</param>
    /// <param name="looksAtTexts">Whether characters that cannot be stored are refused. False where every wrong
    /// text must get the same answer.</param>
    public static Error? Unknown(object message, bool looksAtTexts = true) =>
        First(message, static (value, _) => IsUnknown(value)) is { } choice
            ? new("message.value-unknown", $"There is no such choice: {choice}. Send a defined value.", choice)
        : looksAtTexts && First(message, static (value, _) => IsUnstorable(value)) is { } broken
            ? new("text.unsafe", $"The text contains U+0000 or half a character: {broken}. Remove it.", broken)
        : null;

    /// <summary>Does the work of <see cref="Missing(object)"/> and <see cref="Unknown"/> at once.</summary>
    public static Error? Problem(object message) =>
        First(
            message,
            static (value, member) => value is null ? !member.MayBeNull : IsUnknown(value) || IsUnstorable(value)
        )
            is null
            ? null
            : Missing(message) ?? Unknown(message);

    private static bool IsUnknown(object? value) =>
        value switch
        {
            Enum choice => !Enum.IsDefined(choice.GetType(), choice),
            INamedChoice choice => !choice.IsKnown(),
            _ => false,
        };

    private static bool IsUnstorable(object? value) =>
        value switch
        {
            string text => !IsStorable(text),
            char half => half == '\0' || char.IsSurrogate(half),
            _ => false,
        };

    /// <summary>
    /// Returns whether every surrogate is part of a pair, because UTF-8 cannot encode a lone one, and no character is
    /// U+0000, which PostgreSQL does not store.
    /// </summary>
    private static bool IsStorable(string text)
    {
        if (text.Contains('\0'))
        {
            return false;
        }

        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the name of the first property of the message with a problem, at any depth, or null.</summary>
    private static string? First(object message, Func<object?, Member, bool> isWrong)
    {
        foreach (var member in MembersOf(message.GetType()))
        {
            if (IsWrong(member.Get(message), member, isWrong))
            {
                return member.Name;
            }
        }

        return null;
    }

    private static bool IsWrong(object? value, Member member, Func<object?, Member, bool> isWrong)
    {
        if (isWrong(value, member))
        {
            return true;
        }

        switch (value)
        {
            case null or string or ICommand or byte[] or INamedChoice:
                return false;

            case IDictionary map when member.Element is { } element:
                return IsAnyWrong(map.Values, element, isWrong);

            case IEnumerable many when member.Element is { } element:
                return IsAnyWrong(many, element, isWrong);

            default:
                return value.GetType() is { IsPrimitive: false, IsEnum: false } type
                    && type.Assembly == typeof(MessageShape).Assembly
                    && First(value, isWrong) is not null;
        }
    }

    private static bool IsAnyWrong(IEnumerable values, Member element, Func<object?, Member, bool> isWrong)
    {
        foreach (var value in values)
        {
            if (IsWrong(value, element, isWrong))
            {
                return true;
            }
        }

        return false;
    }

    private static Member[] MembersOf(Type type) =>
        _members.GetOrAdd(
            type,
            static type =>
            {
                lock (_reading)
                {
                    // Only properties that the sender sets; computed properties depend on those.
                    return
                    [
                        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                            .Where(property =>
                                property.SetMethod is not null
                                && property.GetIndexParameters().Length == 0
                                && !IsAlwaysRight(property.PropertyType)
                            )
                            .Select(property => new Member(
                                property.Name,
                                Getter(property),
                                _nullability.Create(property),
                                !IsMessage(type)
                            )),
                    ];
                }
            }
        );

    /// <summary>Returns whether every value of a type is a correct one, such as a number or a date.</summary>
    private static bool IsAlwaysRight(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsValueType: true, IsEnum: false, IsGenericType: false } value
        && value != typeof(char)
        && value.Assembly == typeof(object).Assembly;

    // Each event is checked before it is stored, with the rows it makes, and reflection took a third of that.
    private static Func<object, object?> Getter(PropertyInfo property) =>
        property.DeclaringType!.IsValueType
            ? property.GetValue
            : typeof(MessageShape)
                .GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(property.DeclaringType, property.PropertyType)
                .CreateDelegate<Func<PropertyInfo, Func<object, object?>>>()(property);

    private static Func<object, object?> Typed<TOwner, TValue>(PropertyInfo property)
        where TOwner : class
    {
        var get = property.GetMethod!.CreateDelegate<Func<TOwner, TValue>>();
        return owner => get((TOwner)owner);
    }

    private static bool IsMessage(Type type) => type.IsAssignableTo(typeof(MediatR.IBaseRequest));

    private sealed class Member(string name, Func<object, object?> get, NullabilityInfo nullability, bool isWithin)
    {
        public string Name { get; } = name;

        public Type Type { get; } = nullability.Type;

        /// <summary>Whether the member belongs to a nested object and not to the message itself.</summary>
        public bool IsWithin { get; } = isWithin;

        public Func<object, object?> Get { get; } = get;

        public bool MayBeNull { get; } = nullability.ReadState != NullabilityState.NotNull;

        public Member? Element { get; } =
            nullability.ElementType is { } element ? new Member(name, get, element, isWithin: true)
            : nullability.GenericTypeArguments is [.., var last] && nullability.Type.IsAssignableTo(typeof(IEnumerable))
                ? new Member(name, get, last, isWithin: true)
            : null;
    }
}
