package web

import _ "ringfence/handlers/golden" // takes -update
