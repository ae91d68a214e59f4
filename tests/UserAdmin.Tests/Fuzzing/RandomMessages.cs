using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;

namespace UserAdmin.Tests.Fuzzing;

/// <summary>
/// Makes messages of any type from values that no page would send, mixed with valid ones, so that the bad values are
/// not refused at once.
/// </summary>
internal sealed class RandomMessages(int seed)
{
    private static readonly string[] _badTexts =
    [
        "",
        " ",
        "\0",
        "a\0b",
        "\r\n",
        "\ud800",
        "ab\udc00cd",
        "\u202eevil",
        "\ufffe",
        "\u200b",
        "%",
        "'; DROP TABLE x;--",
        "../../etc/passwd",
        "{0}{1}",
        "NaN",
        "state:",
        "\"",
        "-1",
        new string('x', 451),
        new string('\u0301', 3000),
        new string('ü', 100_000),
        "a@b",
        "@",
        "019aaaaa-0000-7000-8000-000000000000",
    ];

    private static readonly string[] _goodTexts =
    [
        "ada@example.com",
        "Ada Lovelace",
        "ada",
        "en",
        "Europe/Berlin",
        "users.read",
        "roles.read",
        "Engineering",
        "+49 30 1",
        TestHost.Password,
        "state:active",
        "DisplayName",
        "csv",
        "x",
    ];

    private static readonly long[] _integers =
    [
        0,
        1,
        2,
        -1,
        50,
        1000,
        int.MaxValue,
        int.MinValue,
        long.MaxValue,
        long.MinValue,
        0x7fff_ffff_ffff,
    ];

    private static readonly double[] _numbers = [double.NaN, double.PositiveInfinity, -1, 0, 1e308];

    private readonly Random _random = new(seed);

    /// <summary>The ids of existing users, roles, views and runs.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>Makes a random message of a type.</summary>
    public object Next(Type message) => Made(message, depth: 0);

    /// <summary>Returns one of several values.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <summary>Returns true with a probability of one in the given number.</summary>
    public bool Once(int times) => _random.Next(times) == 0;

    private object? ValueOf(Type type, string name, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Once(3) ? null : ValueOf(underlying, name, depth);
        }

        if (type == typeof(string))
        {
            return Text(name);
        }

        if (type.IsEnum)
        {
            return Once(4)
                ? Enum.ToObject(type, Pick([-1, 99, int.MaxValue]))
                : Pick([.. Enum.GetValues(type).Cast<object>()]);
        }

        if (type.IsPrimitive)
        {
            return Primitive(type);
        }

        if (type == typeof(Guid))
        {
            return Once(2) ? Guid.Empty : Guid.CreateVersion7();
        }

        if (type == typeof(DateOnly))
        {
            return Pick([DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2026, 2, 28)]);
        }

        if (type == typeof(DateTimeOffset))
        {
            return Pick([
                default,
                DateTimeOffset.MaxValue,
                DateTimeOffset.MinValue,
                DateTimeOffset.UtcNow,
                DateTimeOffset.UtcNow.AddDays(3),
                new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.FromHours(14)),
            ]);
        }

        if (type == typeof(TimeSpan))
        {
            return Pick([default, TimeSpan.MaxValue, TimeSpan.MinValue, TimeSpan.FromHours(1)]);
        }

        // Everything else is a class, which a caller may leave out.
        return Once(6) && !type.IsValueType || depth > 4
            ? type.IsValueType
                ? Activator.CreateInstance(type)
                : null
            : type == typeof(ICommand)
                ? Made(Pick(Messages.Commands), depth + 1)
                : Elements(type) is { } element
                    ? Many(type, element, name, depth)
                    : Made(type, depth);
    }

    private string? Text(string name) =>
        _random.Next(8) switch
        {
            0 => null,
            1 or 2 => Pick(_badTexts),
            3 when Ids.Count > 0 => Pick(Ids),
            4 when name.EndsWith("Id", StringComparison.Ordinal) => TestHost.NewId(),
            _ when name.EndsWith("Id", StringComparison.Ordinal) && Ids.Count > 0 => Pick(Ids),
            _ when name is "RolePermissions" => Pick(global::UserAdmin.Roles.Permissions.All).Name,
            _ when name is "Email" => string.Create(
                CultureInfo.InvariantCulture,
                $"u{_random.Next(1_000_000)}@example.com"
            ),
            _ => Pick(_goodTexts),
        };

    private object Primitive(Type type) =>
        type == typeof(bool) ? Once(2)
        : type == typeof(char) ? Pick(['\0', '\ud800', ',', 'a', '\uffff'])
        : type == typeof(double) ? Pick(_numbers)
        : type == typeof(float) ? (float)Pick(_numbers)
        : type == typeof(long) ? Pick(_integers)
        : type == typeof(int) ? unchecked((int)Pick(_integers))
        : Convert.ChangeType(0, type, CultureInfo.InvariantCulture);

    private static Type? Elements(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments().FirstOrDefault()
        : null;

    private object? Many(Type type, Type element, string name, int depth)
    {
        if (type.IsGenericType && type.GetGenericArguments() is [var key, var value])
        {
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
            for (var i = _random.Next(3); i > 0; i--)
            {
                map[ValueOf(key, name, depth + 1) ?? ""] = ValueOf(value, name, depth + 1);
            }

            return map;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        for (var i = Once(40) ? 1001 : _random.Next(4); i > 0; i--)
        {
            list.Add(ValueOf(element, name, depth + 1));
        }

        if (type.IsAssignableFrom(list.GetType()))
        {
            return list;
        }

        var array = Array.CreateInstance(element, list.Count);
        list.CopyTo(array, 0);
        return type.IsAssignableFrom(array.GetType()) ? array
            : typeof(IEnumerable).IsAssignableFrom(type)
            && type.GetConstructors()
                .FirstOrDefault(one =>
                    one.GetParameters() is [var only] && only.ParameterType.IsAssignableFrom(list.GetType())
                )
                is { } copying
                ? copying.Invoke([list])
            : null;
    }

    private object Made(Type type, int depth)
    {
        if (type.IsAbstract || type.IsInterface)
        {
            return null!;
        }

        var constructor = type.GetConstructors()
            .Where(one => one.GetParameters() is not [var only] || only.ParameterType != type)
            .MaxBy(one => one.GetParameters().Length);
        var made = constructor is null
            ? RuntimeHelpers.GetUninitializedObject(type)
            : constructor.Invoke([
                .. constructor
                    .GetParameters()
                    .Select(parameter => ValueOf(parameter.ParameterType, parameter.Name ?? "", depth + 1)),
            ]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && Once(3))
            {
                property.SetValue(made, ValueOf(property.PropertyType, property.Name, depth + 1));
            }
        }

        return made;
    }

    /// <summary>Every message type.</summary>
    internal static class Messages
    {
        public static IReadOnlyList<Type> All { get; } =
        [.. MessageCatalogue.Messages(typeof(ICommand).Assembly.GetTypes())];

        public static IReadOnlyList<Type> Commands { get; } =
        [.. All.Where(type => type.IsAssignableTo(typeof(ICommand)))];
    }
}
