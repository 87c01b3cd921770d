package leave

import (
	"strings"
	"time"
)

// Nations are those whose bank holidays differ; England and Wales share theirs.
var Nations = []string{"england", "wales", "scotland", "northern-ireland"}

var letters = map[string]string{"england": "E", "wales": "W", "scotland": "S", "northern-ireland": "N"}

// holidays are the bank holidays of 2019 to 2028, a line a year, as GOV.UK
// publishes them (https://www.gov.uk/bank-holidays, Open Government Licence
// v3.0): month and day, and in which nations. They have the days of one year
// alone, such as 8 May 2020 and 19 September 2022; a day that was not published
// there, such as one announced for Scotland in June 2026, is not among them.
const holidays = `
2019 0101:EWSN 0102:S 0318:N 0419:EWSN 0422:EWN 0506:EWSN 0527:EWSN 0712:N 0805:S 0826:EWN 1202:S 1225:EWSN 1226:EWSN
2020 0101:EWSN 0102:S 0317:N 0410:EWSN 0413:EWN 0508:EWSN 0525:EWSN 0713:N 0803:S 0831:EWN 1130:S 1225:EWSN 1228:EWSN
2021 0101:EWSN 0104:S 0317:N 0402:EWSN 0405:EWN 0503:EWSN 0531:EWSN 0712:N 0802:S 0830:EWN 1130:S 1227:EWSN 1228:EWSN
2022 0103:EWSN 0104:S 0317:N 0415:EWSN 0418:EWN 0502:EWSN 0602:EWSN 0603:EWSN 0712:N 0801:S 0829:EWN 0919:EWSN 1130:S 1226:EWSN 1227:EWSN
2023 0102:EWSN 0103:S 0317:N 0407:EWSN 0410:EWN 0501:EWSN 0508:EWSN 0529:EWSN 0712:N 0807:S 0828:EWN 1130:S 1225:EWSN 1226:EWSN
2024 0101:EWSN 0102:S 0318:N 0329:EWSN 0401:EWN 0506:EWSN 0527:EWSN 0712:N 0805:S 0826:EWN 1202:S 1225:EWSN 1226:EWSN
2025 0101:EWSN 0102:S 0317:N 0418:EWSN 0421:EWN 0505:EWSN 0526:EWSN 0714:N 0804:S 0825:EWN 1201:S 1225:EWSN 1226:EWSN
2026 0101:EWSN 0102:S 0317:N 0403:EWSN 0406:EWN 0504:EWSN 0525:EWSN 0713:N 0803:S 0831:EWN 1130:S 1225:EWSN 1228:EWSN
2027 0101:EWSN 0104:S 0317:N 0326:EWSN 0329:EWN 0503:EWSN 0531:EWSN 0712:N 0802:S 0830:EWN 1130:S 1227:EWSN 1228:EWSN
2028 0103:EWSN 0104:S 0317:N 0414:EWSN 0417:EWN 0501:EWSN 0529:EWSN 0712:N 0807:S 0828:EWN 1130:S 1225:EWSN 1226:EWSN
`

// Holiday reports whether a day is a bank holiday in a nation. Beyond the years
// that are published no day is known to be one.
func Holiday(nation string, day time.Time) bool {
	_, year, found := strings.Cut(holidays, day.Format("\n2006 "))
	if !found {
		return false
	}
	year, _, _ = strings.Cut(year, "\n")
	_, where, found := strings.Cut(year, day.Format("0102:"))
	where, _, _ = strings.Cut(where, " ")
	return found && letters[nation] != "" && strings.Contains(where, letters[nation])
}
