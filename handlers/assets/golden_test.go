package assets_test

import _ "ringfence/handlers/golden" // takes -update
