"""Where a mineral is mined, refined, held in reserve and traded."""
