using HotspotManager.Core.Attempts;
using Xunit;

namespace HotspotManager.Unit.Core;

public sealed class AttemptStepsTests
{
    [Fact]
    public void Every_step_has_its_sentence_in_both_languages()
    {
        foreach (var step in Enum.GetValues<AttemptStep>())
        {
            var line = AttemptSteps.Line(step, "one", "two", "three", "four");
            foreach (var language in new[] { "id", "en" })
            {
                var sentence = Assert.Single(AttemptSteps.In(language, line));
                Assert.False(sentence.Contains('\t', StringComparison.Ordinal) || sentence.Length == 0, sentence);
            }
        }
    }

    [Fact]
    public void Reasons_are_told_in_the_readers_language_and_limits_with_what_is_left()
    {
        var stored = AttemptSteps.Line(AttemptStep.FoundVoucher) + "\n" + AttemptSteps.Line(AttemptStep.Refused, "WrongPassword");
        Assert.Equal(2, AttemptSteps.In("en", stored).Count);
        Assert.NotEqual(AttemptSteps.In("en", stored)[1], AttemptSteps.In("id", stored)[1]);
        Assert.Equal("Accepted: 3600 s, 5000/2000 kbit/s, 5000 MB left", Assert.Single(AttemptSteps.In("en", AttemptSteps.Line(AttemptStep.Accepted, "3600", "5000", "2000", "5000"))));
        Assert.Equal("Diterima: 3600 detik, 5000/2000 kbit/s, tanpa batas data", Assert.Single(AttemptSteps.In("id", AttemptSteps.Line(AttemptStep.Accepted, "3600", "5000", "2000", ""))));
    }

    [Fact]
    public void What_another_version_wrote_stays_and_values_cannot_break_out_of_their_line()
    {
        Assert.Equal(["asked", "3", "AskedSignedX"], AttemptSteps.In("id", "asked\n3\nAskedSignedX"));
        Assert.Equal(["a b c"], AttemptSteps.In("en", AttemptSteps.Line(AttemptStep.Said, "a\tb\nc")));
    }
}
