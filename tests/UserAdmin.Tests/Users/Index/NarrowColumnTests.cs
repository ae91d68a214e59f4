using CsCheck;
using UserAdmin.Users.Index;

namespace UserAdmin.Tests.Users.Index;

public sealed class NarrowColumnTests
{
    [Fact]
    public void WhateverIsStored_IsReadAndFound_HoweverWideTheNumbersBecome() =>
        Gen.Select(Gen.Int[0, 3000], Gen.OneOf(Gen.Int[0, 3], Gen.Int[250, 260], Gen.Int[65_530, 65_540]))
            .Array[1, 60]
            .Sample(stored =>
            {
                var (column, expected) = (new NarrowColumn(), new Dictionary<int, int>());
                var all = new BitSet();
                foreach (var (place, number) in stored)
                {
                    Assert.Equal(expected.GetValueOrDefault(place) != number, column.Set(place, number));
                    expected[place] = number;
                    all[place] = true;
                }

                var accepted = new ulong[65_541];
                Array.Fill(accepted, 1UL, 251, 65_285);
                Assert.All(expected, pair => Assert.Equal(pair.Value, column[pair.Key]));
                Assert.Equal(0, column[3001]);
                Assert.Equal(
                    expected.Where(pair => pair.Value is > 250 and < 65_536).Select(pair => pair.Key).Order(),
                    column.Where(accepted, all).Places()
                );
            });
}
