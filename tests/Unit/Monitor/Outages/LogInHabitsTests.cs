using HotspotManager.Monitor.Outages;
using Xunit;

namespace HotspotManager.Unit.Monitor.Outages;

/// <summary>Seeded residents who log in by a daily rhythm, for two weeks; then something is wrong, or nothing is.</summary>
public sealed class LogInHabitsTests
{
    private const int Point = 7;
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");
    private static readonly DateTimeOffset Begin = new(2025, 6, 2, 0, 0, 0, TimeSpan.FromHours(7));

    // Tries an hour, from midnight on: nobody at night, most in the evening.
    private static readonly int[] Rhythm = [0, 0, 0, 0, 0, 1, 2, 4, 6, 6, 5, 5, 6, 6, 5, 5, 6, 8, 10, 12, 12, 9, 4, 1];

    [Fact]
    public void Two_weeks_of_ordinary_days_raise_nothing()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var life = new Life(seed);
            life.Run(21 * 24, working: true);
            Assert.Empty(life.Faults);
        }
    }

    [Fact]
    public void Nobody_for_hours_in_which_people_usually_come_is_a_silent_point_within_two_hours_by_day()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var life = new Life(seed);
            life.Run((14 * 24) + 17, working: true);
            var broke = life.Now;
            life.Run(2, working: false);
            var (at, fault) = Assert.Single(life.Faults);
            Assert.Equal(OutageCause.Silent, fault);
            Assert.InRange(at - broke, TimeSpan.FromMinutes(20), TimeSpan.FromHours(2));
            life.Run(1, working: true);
            Assert.Equal(2, life.Faults.Count);
            Assert.Null(life.Faults[1].Fault);
        }
    }

    [Fact]
    public void Nobody_at_night_is_no_fault()
    {
        var life = new Life(1);
        life.Run((14 * 24) + 23, working: true);
        life.Run(6, working: false);
        Assert.Empty(life.Faults);
    }

    [Fact]
    public void Somebody_online_shows_that_it_works_and_a_point_just_back_has_its_time()
    {
        var life = new Life(1);
        life.Run((14 * 24) + 12, working: true);
        life.HasSession = true;
        life.Run(4, working: false);
        Assert.Empty(life.Faults);
        life.HasSession = false;
        life.UpSince = life.Now;
        life.Run(0.7, working: false);
        Assert.Empty(life.Faults);
        life.Run(2, working: false);
        Assert.Single(life.Faults);
    }

    [Fact]
    public void A_young_point_has_no_habit_yet()
    {
        var life = new Life(1);
        life.Run((5 * 24) + 17, working: true);
        life.Run(5, working: false);
        Assert.Empty(life.Faults);
    }

    [Fact]
    public void Most_log_ins_refused_is_a_fault_and_one_phone_that_guesses_is_none()
    {
        var life = new Life(3);
        life.Run((14 * 24) + 17, working: true);
        for (var i = 0; i < 60; i++)
        {
            life.Try(accepted: false, phone: 999);
        }

        life.Run(1, working: true);
        Assert.Empty(life.Faults);
        life.Run(2, working: true);
        life.Refuses = true;
        life.Run(3, working: true);
        Assert.Equal(OutageCause.LogInsFail, life.Faults[0].Fault);
        life.Refuses = false;
        life.Run(3, working: true);
        Assert.Null(life.Faults[^1].Fault);
    }

    private sealed class Life(int seed)
    {
        private readonly Random random = new(seed);
        private readonly LogInHabits habits = new(Zone);
        private OutageCause? last;

        public DateTimeOffset Now { get; private set; } = Begin;
        public DateTimeOffset UpSince { get; set; }
        public bool HasSession { get; set; }
        public bool Refuses { get; set; }
        public List<(DateTimeOffset At, OutageCause? Fault)> Faults { get; } = [];

        public void Try(bool accepted, int phone) => habits.Take(new LogIn(Point, Now, accepted, phone));

        /// <summary>Minutes pass; in a working one people come as Poisson has it, and nine of ten get in.</summary>
        public void Run(double hours, bool working)
        {
            for (var i = 0; i < hours * 60; i++)
            {
                Now = Now.AddMinutes(1);
                if (working && random.NextDouble() < Rhythm[Now.Hour] / 60.0)
                {
                    Try(!Refuses && random.NextDouble() < 0.9, random.Next(40));
                }

                foreach (var (_, fault, _) in habits.Judge([new PointFacts(Point, UpSince, HasSession)], Now))
                {
                    if (fault != last)
                    {
                        Faults.Add((Now, last = fault));
                    }
                }
            }
        }
    }
}
