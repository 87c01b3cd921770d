package pages_test

import _ "ringfence/handlers/golden" // takes -update
