using CsCheck;

namespace UserAdmin.Tests.Properties;

/// <summary>Generators that several properties use.</summary>
internal static class Generators
{
    private static readonly Gen<string> _scalar = Gen.OneOf(
            Gen.Int[0x20, 0x7e],
            Gen.Int[0, 0xd7ff],
            Gen.Int[0xe000, 0xffff],
            Gen.Int[0x10000, 0x10ffff],
            Gen.Int[0x300, 0x36f],
            Gen.Int[0x600, 0x6ff]
        )
        .Select(char.ConvertFromUtf32);

    /// <summary>
    /// Text of valid Unicode characters of all scripts, including control characters and unassigned ones.
    /// </summary>
    public static Gen<string> Unicode { get; } = _scalar.Array[0, 12].Select(string.Concat);

    /// <summary>Such text, or null.</summary>
    public static Gen<string?> OptionalText { get; } =
        Gen.Select(Gen.Bool, Unicode, (there, text) => there ? text : null);

    /// <summary>Any .NET string, including lone surrogates.</summary>
    public static Gen<string> AnyString { get; } =
        Gen.OneOf(
            Unicode,
            Gen.Char.Array[0, 12].Select(chars => new string(chars)),
            Gen.OneOf(
                    Gen.Char['\ud7f0', '\ue00f'],
                    Gen.Char['a', 'c'],
                    Gen.OneOf(' ', '@', '.', '\u0301', '\u202e', '\0', '\n')
                )
                .Array[0, 12]
                .Select(chars => new string(chars))
        );

    /// <summary>A time that a column of ticks can hold.</summary>
    public static Gen<DateTimeOffset> Moment { get; } =
        Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    /// <summary>One of the given values.</summary>
    public static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
