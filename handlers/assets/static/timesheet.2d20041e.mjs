// Adds up the hours of a week while they are typed. Without scripts the totals
// are those of what was saved.
const days = [...document.querySelectorAll("[data-day]")].map((row) => ({
  times: [...row.querySelectorAll("td:not(.rf-hours__note) input")],
  sum: row.querySelector("[data-sum]"),
}));
const kinds = [...document.querySelectorAll("[data-kind]")];
const week = document.querySelector("[data-week]");

// "7:30", "7.5" or "7" as minutes; 0 of anything else.
function minutes(text) {
  const [, hours, sixtieths, tenths] = /^(\d+)(?::([0-5]\d)|\.(\d{0,2}))?$/.exec(text.trim()) ?? [];
  if (!hours) return 0;
  return (
    Number(hours) * 60 +
    (sixtieths ? Number(sixtieths) : Math.round(Number(`0.${tenths || 0}`) * 60))
  );
}

const written = (n) => `${Math.floor(n / 60)}:${String(n % 60).padStart(2, "0")}`;
const sumOf = (inputs) => inputs.reduce((sum, input) => sum + minutes(input.value), 0);

function add() {
  for (const { times, sum } of days) sum.value = sumOf(times) ? written(sumOf(times)) : "";
  kinds.forEach((output, i) => {
    const sum = sumOf(days.map(({ times }) => times[i]));
    output.value = sum ? written(sum) : "";
  });
  week.value = written(sumOf(days.flatMap(({ times }) => times)));
}

document.querySelector(".rf-hours").addEventListener("input", add);
add();
